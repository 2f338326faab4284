import Vocabulary

/// The models that an endpoint says it has.
package struct ModelCatalogue: Sendable, Equatable {
    /// In the endpoint's order.
    package let models: [CatalogueModel]
    /// Whether all of its list was read, so that what is not in it is not there.
    package let isWhole: Bool
    private let places: [String: Int]

    package init(models: [CatalogueModel], isWhole: Bool = true) {
        self.models = models
        self.isWhole = isWhole
        var places: [String: Int] = [:]
        for (place, model) in models.enumerated() { places[model.id] = places[model.id] ?? place }
        for (place, model) in models.enumerated() {
            if let name = model.canonicalID { places[name] = places[name] ?? place }
        }
        self.places = places
    }

    /// The entry that a request naming a model would be answered by; nil where there is none.
    ///
    /// Beside the name itself, found are what Gemini lists as `models/…`, what Ollama lists with
    /// the tag `:latest`, and a model under one of OpenRouter's suffixes that only say how it is
    /// to be routed, such as `:nitro`.
    package subscript(name: String) -> CatalogueModel? {
        let parts = ModelName(name)
        var spellings = [name, "models/" + name]
        if parts.suffix == nil { spellings.append(name + ":latest") }
        if parts.isRouted { spellings.append(parts.withoutSuffix) }
        return spellings.lazy.compactMap { places[$0] }.first.map { models[$0] }
    }

    /// Whether a request naming that model is sure to fail: the whole list has nothing of the kind.
    /// An alias such as `~author/model-latest` may be known without being listed.
    package func lacks(_ name: String) -> Bool {
        isWhole && !models.isEmpty && self[name] == nil && !name.hasPrefix("~")
    }

    /// The names most like one that is not there, the likeliest first; none where nothing is like
    /// it.
    package func nearest(to name: String, count: Int) -> [String] {
        let wanted = ModelName(name)
        let ranked = models.map { ($0.id, wanted.unlikeness(to: ModelName($0.id))) }
            .filter { $0.1 != nil }
            .sorted { ($0.1 ?? 0, $0.0) < ($1.1 ?? 0, $1.0) }
        return ranked.prefix(count).map(\.0)
    }
}

/// One model of a list, as far as the list says; nil where it doesn't.
package struct CatalogueModel: Sendable, Equatable {
    package var id: String
    /// A second, lasting name.
    package var canonicalID: String?
    /// Nil as well where the price varies.
    package var price: ModelPrice?
    /// Tokens of prompt and completion together.
    package var contextLength: Int?
    /// As OpenRouter names them: `tools`, `temperature` and so on.
    package var supportedParameters: [String]?
    package var maxCompletionTokens: Int?
    /// The day from which it is no longer served, such as `2026-12-31`.
    package var expires: String?

    package init(
        id: String, canonicalID: String? = nil, price: ModelPrice? = nil,
        contextLength: Int? = nil, supportedParameters: [String]? = nil,
        maxCompletionTokens: Int? = nil, expires: String? = nil
    ) {
        self.id = id
        self.canonicalID = canonicalID
        self.price = price
        self.contextLength = contextLength
        self.supportedParameters = supportedParameters
        self.maxCompletionTokens = maxCompletionTokens
        self.expires = expires
    }
}

/// A model's name, taken apart: `~author/slug:suffix`, of which only the slug is always there.
private struct ModelName {
    let author: String
    let slug: String
    let suffix: String?
    let withoutSuffix: String

    init(_ name: String) {
        let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        withoutSuffix = parts.first.map(String.init) ?? ""
        suffix = parts.count > 1 ? String(parts[1]) : nil
        let bare = withoutSuffix.lowercased().drop { $0 == "~" }
        let slash = bare.lastIndex(of: "/")
        author = slash.map { String(bare[..<$0]) } ?? ""
        slug = slash.map { String(bare[bare.index(after: $0)...]) } ?? String(bare)
    }

    /// Whether the suffix says how the model is reached, and not which one it is: the latter have
    /// an entry of their own.
    var isRouted: Bool {
        suffix.map { ["nitro", "floor", "online", "exacto"].contains($0) } ?? false
    }

    /// Of letters and digits alone, since `4.8`, `4-8` and `48` are most often the same.
    private var letters: String { slug.filter { $0.isLetter || $0.isNumber } }

    /// 0 for the same name; nil where they have too little in common for one to be meant by the
    /// other. What follows the slash counts four times what stands before it, where anything does.
    func unlikeness(to other: ModelName) -> Int? {
        let edits = letters.edits(to: other.letters)
        let isContained = letters.count > 2 && other.letters.contains(letters)
        guard isContained || edits <= max(2, max(letters.count, other.letters.count) / 3) else {
            return nil
        }
        let authors = author.isEmpty || other.author.isEmpty ? 0 : author.edits(to: other.author)
        return 3 * edits + slug.edits(to: other.slug) + authors + (suffix == other.suffix ? 0 : 1)
    }
}
