import JSONText
import Vocabulary

/// What the provider keeps of a completion.
struct GenerationRecord: Sendable {
    let id: String
    let model: String
    /// The alias that was asked for; nil where a model was.
    let router: String?
    let usage: TokenUsage
    let cost: USD
    /// Of the part of the model that wrote.
    let upstreamCost: USD
    let searches: Int
    let fetches: Int
    let isStreamed: Bool
    let seconds: Double

    init(_ reply: BilledReply, askedModel: String, isStreamed: Bool, seconds: Double) {
        id = reply.id
        model = reply.model
        router = askedModel.hasPrefix("openrouter/") ? askedModel : nil
        usage = reply.usage
        cost = reply.cost
        upstreamCost = reply.inputCost + reply.outputCost
        searches = reply.work.searches
        fetches = reply.work.fetches
        self.isStreamed = isStreamed
        self.seconds = seconds
    }

    /// As `/generation` tells of it.
    var json: JSONValue {
        let prompt = JSONValue.integer(usage.uncachedInput + usage.cacheRead + usage.cacheWrite)
        let output = JSONValue.integer(usage.output)
        return [
            "id": .string(id), "model": .string(model), "provider_name": "Simulator",
            "router": router.map { .string($0) } ?? .null, "request_id": .string("req-\(id)"),
            "total_cost": .number(cost.dollars), "usage": .number(cost.dollars),
            "upstream_inference_cost": .number(upstreamCost.dollars), "cache_discount": .null,
            "tokens_prompt": prompt, "tokens_completion": output,
            "native_tokens_prompt": prompt, "native_tokens_completion": output,
            "native_tokens_reasoning": .integer(usage.reasoning ?? 0),
            "native_tokens_cached": .integer(usage.cacheRead),
            "num_search_results": .integer(searches), "num_fetches": .integer(fetches),
            "streamed": .bool(isStreamed), "cancelled": false, "is_byok": false,
            "latency": .number(seconds * 1000), "generation_time": .number(seconds * 1000),
        ]
    }
}

/// The completions of late, and what all of them cost.
actor GenerationLog {
    /// Completions to remember.
    private let capacity: Int
    private var records: [String: Entry] = [:]
    private var order: [String] = []
    /// Where in `order` the next one goes, once it is full.
    private var next = 0
    private(set) var spent = USD.zero

    private struct Entry {
        let record: GenerationRecord
        var wasAskedFor = false
    }

    init(capacity: Int = 4096) { self.capacity = max(1, capacity) }

    func add(_ record: GenerationRecord) {
        spent += record.cost
        if records.updateValue(Entry(record: record), forKey: record.id) != nil { return }
        if order.count < capacity {
            order.append(record.id)
        } else {
            records[order[next]] = nil
            order[next] = record.id
            next = (next + 1) % capacity
        }
    }

    /// A completion that is asked for the second time. The first time there is none yet, as with
    /// the service, where records take some seconds.
    func record(_ id: String) -> GenerationRecord? {
        guard var entry = records[id] else { return nil }
        defer { records[id] = entry }
        guard entry.wasAskedFor else {
            entry.wasAskedFor = true
            return nil
        }
        return entry.record
    }
}
