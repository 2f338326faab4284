import Inference
import Transport
import Vocabulary

/// What the endpoints of a run say of their models, read once at its start.
struct Catalogues: Sendable {
    /// By base URL; none where an endpoint has no list.
    private var lists: [String: ModelCatalogue] = [:]
    /// What is to be said of endpoints that have none.
    private(set) var notes: [String] = []
    /// Seconds since 1970.
    let readAt: Double

    init(lists: [String: ModelCatalogue] = [:], notes: [String] = [], readAt: Double) {
        self.lists = lists
        self.notes = notes
        self.readAt = readAt
    }

    /// Asks all endpoints at once. That one has no list, or none that can be read, is a note and
    /// no more.
    static func read(
        of endpoints: [EndpointSpec], keys: [String: APIKey], transport: HTTPTransport,
        now: @escaping @Sendable () -> Double
    ) async throws -> Catalogues {
        var catalogues = Catalogues(readAt: now())
        try await withThrowingTaskGroup(
            of: (Int, Inquired<ModelCatalogue>).self
        ) { group in
            for (place, spec) in endpoints.enumerated() {
                group.addTask {
                    let inquiry = EndpointInquiry(
                        endpoint: Endpoint(asking: spec, key: spec.key(among: keys)),
                        transport: transport, now: now)
                    return (place, try await inquiry.catalogue())
                }
            }
            var notes: [Int: String] = [:]
            for try await (place, reply) in group {
                let spec = endpoints[place]
                switch reply {
                case .found(let list): catalogues.lists[spec.baseURL] = list
                case .notOffered(let why), .denied(let why), .failed(let why):
                    notes[place] = """
                        \(spec.baseURL) tells no list of its models, so that their names are not \
                        checked and their prices are those of rubrics/prices.yaml. \(why)
                        """
                }
            }
            catalogues.notes = notes.sorted { $0.key < $1.key }.map(\.value)
        }
        return catalogues
    }

    subscript(model: String, at endpoint: EndpointSpec) -> CatalogueModel? {
        lists[endpoint.baseURL]?[model]
    }

    /// What a model takes at its endpoint; nil where the endpoint doesn't say.
    func supportedParameters(of model: String, at baseURL: String) -> [String]? {
        lists[baseURL]?[model]?.supportedParameters
    }

    /// A sentence for every model that its endpoint does not have.
    func missing(_ asked: [Suite.AskedModels]) -> [String] {
        asked.filter(\.endpoint.listsAllNames).flatMap { asked in
            asked.models.compactMap { model in
                guard let list = lists[asked.endpoint.baseURL], list.lacks(model) else {
                    return nil
                }
                return list.sentence(onMissing: model, at: asked.endpoint)
            }
        }
    }

    /// The endpoints' own prices in place of others.
    func overriding(_ known: KnownPrices, of asked: [Suite.AskedModels]) -> KnownPrices {
        var known = known
        for asked in asked {
            for model in asked.models {
                guard let price = self[model, at: asked.endpoint]?.price else { continue }
                let source = PriceSource.catalogue(
                    baseURL: asked.endpoint.baseURL, readAt: readAt)
                // The first endpoint counts where two have the same model.
                if case .catalogue = known.sources[model] { continue }
                known.prices[model] = price
                known.sources[model] = source
            }
        }
        return known
    }
}

/// What models cost, as far as that is known, and who says so.
struct KnownPrices: Sendable, Equatable {
    var prices: [String: ModelPrice] = [:]
    var sources: [String: PriceSource] = [:]
}

extension ModelCatalogue {
    /// What is wrong and what may have been meant.
    func sentence(onMissing model: String, at endpoint: EndpointSpec) -> String {
        let names = nearest(to: model, count: 3)
        let advice =
            switch names.count {
            case 0: "see \(endpoint.baseURL)/models for the \(models.count) that it has"
            case 1: "did you mean \(names[0])?"
            default:
                "did you mean \(names.dropLast().joined(separator: ", ")) or \(names.last ?? "")?"
            }
        return "\(endpoint.baseURL) has no model \(model); \(advice)"
            + (names.isEmpty ? "." : "")
    }
}

extension Endpoint {
    /// For questions that cost nothing and are asked one at a time.
    init(asking spec: EndpointSpec, key: APIKey?) {
        self.init(
            baseURL: spec.baseURL, key: key, dialect: spec.dialect, concurrency: 1,
            timeoutSeconds: 30)
    }
}
