import Comparison
import JSONText
import Statistics
import Vocabulary

extension LedgerReport {
    /// For programs. What is unknown is null or counted, never 0.
    package func json() -> JSONValue {
        let (saved, unpriced) = saving()
        return [
            "run": results.headerJSON,
            "progress": [
                "answers": .integer(storedAnswers), "planned_answers": .integer(plannedAnswers),
                "answers_put_aside": .integer(answersPutAside),
                "scored_passes": .integer(scoredPasses), "passes": .integer(plannedPasses),
            ],
            "calls": .array(
                ledger.rows.map { row in
                    .object(
                        JSONObject(
                            pairs: [
                                ("configuration", .string(row.configurationID)),
                                ("role", .string(row.role.rawValue)),
                                ("model", .string(row.model)),
                            ] + Self.members(of: row.totals)))
                }),
            "configurations": .array(
                configurations.map { portion in
                    [
                        "configuration": .string(portion.name),
                        "system": Self.json(portion.system),
                        "evaluation": Self.json(portion.evaluation),
                        "system_cost_usd": Self.dollars(portion.systemCost),
                    ]
                }),
            "total": [
                "system": Self.json(system), "evaluation": Self.json(evaluation),
                "all": Self.json(system + evaluation),
            ],
            "cache": [
                "cached_share": (system + evaluation).usage.cachedShare.percentJSON,
                "saved_usd": Self.dollars(saved),
                "models_without_price": .array(unpriced.map { .string($0) }),
            ],
            "failures": .array(
                ledger.failures.map { failure in
                    [
                        "configuration": .string(failure.configurationID),
                        "role": .string(failure.role.rawValue),
                        "outcome": .string(failure.outcome.rawValue),
                        "http_status": failure.httpStatus.map { .integer($0) } ?? .null,
                        "calls": .integer(failure.calls),
                    ]
                }),
        ]
    }

    /// The rows as CSV (RFC 4180).
    package func csv() -> String {
        let names = Self.members(of: CallTotals()).map(\.0)
        let lines = ledger.rows.map { row in
            [Escape.csv(row.configurationID), row.role.rawValue, Escape.csv(row.model)]
                + Self.members(of: row.totals).map { $0.1 == .null ? "" : $0.1.text }
        }
        return ([["configuration", "role", "model"] + names] + lines)
            .map { $0.joined(separator: ",") + "\r\n" }.joined()
    }

    private static func json(_ totals: CallTotals) -> JSONValue {
        .object(JSONObject(pairs: members(of: totals)))
    }

    private static func members(of totals: CallTotals) -> [(String, JSONValue)] {
        [
            ("calls", .integer(totals.calls)), ("failed_calls", .integer(totals.failed)),
            ("retries", .integer(totals.retries)),
            ("uncached_input_tokens", .integer(totals.usage.uncachedInput)),
            ("cache_read_tokens", .integer(totals.usage.cacheRead)),
            ("cache_write_tokens", .integer(totals.usage.cacheWrite)),
            ("output_tokens", .integer(totals.usage.output)),
            ("reasoning_tokens", totals.usage.reasoning.map { .integer($0) } ?? .null),
            ("calls_without_usage", .integer(totals.unknownUsage)),
            ("billed_usd", dollars(totals.billed)), ("computed_usd", dollars(totals.computed)),
            (
                "billed_departure_percent",
                totals.billedDeparture.map { Averages.comparable($0 * 100) }.json
            ),
            ("cost_usd", dollars(totals.cost)),
            ("cost_put_aside_usd", dollars(totals.costPutAside)),
            ("calls_without_cost", .integer(totals.unknownCosts)),
            ("latency_s", (Averages.comparable(totals.latencySeconds) as Double?).json),
        ]
    }

    /// To nine decimals: the digits behind depend on the order in which calls were stored.
    private static func dollars(_ amount: USD?) -> JSONValue {
        amount.map { Averages.comparable($0.dollars) }.json
    }
}
