import Vocabulary

/// The rules of a list, ready to be asked of one address at a time.
struct ExclusionMatcher: Sendable {
    /// A rule that holds, as results name it.
    struct Hit: Sendable {
        let rule: String
        let tier: ExclusionTier
    }

    private let hosts: HostTable<Hit>
    private let repositories: HostTable<PathRule>
    private let paths: HostTable<PathRule>
    private let markers: MarkerTable
    private let shorteners: HostTable<Hit>
    private let allowed: HostTable<[UInt8]>

    init(_ spec: ExclusionListSpec) {
        hosts = HostTable(
            spec.entries.flatMap { entry in
                entry.hosts.map { (Array($0.utf8), Hit(rule: "host:\($0)", tier: entry.tier)) }
            })
        shorteners = HostTable(
            spec.entries.flatMap { entry in
                entry.shorteners.map {
                    (Array($0.utf8), Hit(rule: "unresolved-shortener", tier: entry.tier))
                }
            })
        paths = HostTable(spec.entries.flatMap(Self.pathRules))
        repositories = HostTable(
            spec.entries.flatMap { entry in
                entry.repositories.flatMap { repository in
                    spec.repositoryHosts.map { host in
                        let place = HostPath(host)
                        let rule = PathRule(repository, below: place.path, tier: entry.tier)
                        return (place.host, rule)
                    }
                }
            })
        markers = MarkerTable(
            spec.entries.flatMap { entry in
                entry.urlMarkers.map {
                    (Array($0.utf8), Hit(rule: "marker:\(entry.id)", tier: entry.tier))
                }
            })
        allowed = HostTable(spec.allowed.map { (HostPath($0).host, HostPath($0).path) })
    }

    private static func pathRules(_ entry: ExclusionListSpec.Entry) -> [(
        host: [UInt8], value: PathRule
    )] {
        let hit = Hit(rule: "path:\(entry.id)", tier: entry.tier)
        return entry.paths.map { (HostPath($0).host, PathRule(.below(HostPath($0).path), hit)) }
            + entry.patterns.map {
                (HostPath($0).host, PathRule(.pattern(HostPath($0).path), hit))
            }
    }

    /// The first rule that an address falls under, what stands inside it aside.
    func hit(_ url: CanonicalURL) -> Hit? {
        guard let hit = hitWithoutExceptions(url) else { return nil }
        let isAllowed = url.paths.allSatisfy { path in
            allowed.contains(for: url.host) { path.isAtOrBelow($0) }
        }
        return isAllowed ? nil : hit
    }

    private func hitWithoutExceptions(_ url: CanonicalURL) -> Hit? {
        hosts.first(for: url.host) { _ in true }
            ?? repositories.first(for: url.host) { $0.matches(url) }?.hit
            ?? paths.first(for: url.host) { $0.matches(url) }?.hit
            ?? markers.first(in: url)
            ?? shorteners.first(for: url.host) { _ in true }
    }
}

/// A place on a host.
struct PathRule: Sendable {
    enum Place {
        case below([UInt8])
        case pattern([UInt8])
        /// A path, what Git adds to it, and every revision.
        case repository([UInt8])
    }

    let place: Place
    let hit: ExclusionMatcher.Hit

    init(_ place: Place, _ hit: ExclusionMatcher.Hit) {
        self.place = place
        self.hit = hit
    }

    /// - Parameter repository: `owner/name` or `owner/name/pattern`.
    init(_ repository: String, below path: [UInt8], tier: ExclusionTier) {
        let parts = repository.split(separator: "/", maxSplits: 2)
        let name = path + Array("/\(parts.prefix(2).joined(separator: "/"))".utf8)
        place =
            parts.count > 2
            ? .pattern(name + Array("*/\(parts[2])".utf8)) : .repository(name)
        hit = ExclusionMatcher.Hit(rule: "repo:\(repository)", tier: tier)
    }

    func matches(_ url: CanonicalURL) -> Bool {
        url.paths.contains { path in
            switch place {
            case .below(let prefix): path.isAtOrBelow(prefix)
            case .pattern(let pattern): path.matches(pattern)
            case .repository(let name):
                path.starts(with: name)
                    && (path.count == name.count || "/@".utf8.contains(path[name.count])
                        || Array(path[name.count...]).isAtOrBelow(Array(".git".utf8)))
            }
        }
    }
}

/// Texts looked for anywhere in an address.
struct MarkerTable: Sendable {
    private let markers: [(text: [UInt8], hit: ExclusionMatcher.Hit)]
    private let startsMarker: [Bool]

    init(_ markers: [(text: [UInt8], hit: ExclusionMatcher.Hit)]) {
        self.markers = markers
        var starts = [Bool](repeating: false, count: 256)
        for (text, _) in markers { starts[Int(text.first ?? 0)] = true }
        startsMarker = starts
    }

    /// Looked for in every decoding, and in paths where resolving changes them.
    func first(in url: CanonicalURL) -> ExclusionMatcher.Hit? {
        guard !markers.isEmpty else { return nil }
        var texts = [url.host] + url.tails
        texts += url.paths.filter { path in !url.tails.contains { $0.starts(with: path) } }
        var best: Int?
        for text in texts {
            if let found = first(in: text), found < best ?? .max { best = found }
        }
        return best.map { markers[$0].hit }
    }

    /// The first marker of the list that is in a text and no part of a longer number.
    private func first(in text: [UInt8]) -> Int? {
        var best: Int?
        for index in text.indices where startsMarker[Int(text[index])] {
            for (position, marker) in markers.enumerated() where position < best ?? .max {
                let end = index + marker.text.count
                guard end <= text.count, text[index..<end].elementsEqual(marker.text) else {
                    continue
                }
                let isLonger =
                    end < text.count && Self.isDigit(text[end])
                    || index > 0 && Self.isDigit(text[index]) && Self.isDigit(text[index - 1])
                if !isLonger { best = position }
            }
        }
        return best
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
