import Comparison
import JSONText
import Vocabulary

/// What a run will ask for, use and cost, for people and for programs.
package struct EstimateReport: Sendable {
    let estimate: RunEstimate
    let runID: String

    package init(_ estimate: RunEstimate, runID: String) {
        self.estimate = estimate
        self.runID = runID
    }

    var system: RunEstimate.Total { estimate.total { !$0.role.isEvaluation } }
    var evaluation: RunEstimate.Total { estimate.total { $0.role.isEvaluation } }
    var all: RunEstimate.Total { estimate.total() }

    // MARK: - For people

    package func markdown() -> String {
        let missing = """
            ## Estimate

            Run \(Escape.markdown(runID)): \(estimate.missingAnswers) answers and \
            \(estimate.missingVerdicts) verdicts are missing.
            """
        guard estimate.rows.contains(where: { $0.pieces > 0 }) else { return missing + "\n" }
        return [missing, table, costs, notes].joined(separator: "\n\n") + "\n"
    }

    private var table: String {
        var table = MarkdownTable([
            ("Configuration", .left), ("Role", .left), ("Model", .left), ("Calls", .right),
            ("Input tokens", .right), ("Output tokens", .right), ("Cost", .right),
            ("Low to high", .right), ("Rests on", .left),
        ])
        for row in estimate.rows {
            table.add([
                Escape.markdown(row.configurationID), row.role.rawValue,
                Escape.markdown(row.model), Figures.fixed(row.calls.expected, 0),
                Figures.fixed(row.inputTokens.expected, 0),
                Figures.fixed(row.outputTokens.expected, 0),
                Figures.dollars(row.cost.map { USD($0.expected) }), Self.range(row.cost),
                row.basis.words,
            ])
        }
        return table.text
    }

    private var costs: String {
        var lines = [
            Self.line("System cost (answering)", system, system.cost),
            Self.line("Evaluation cost (judging)", evaluation, evaluation.cost),
        ]
        if all.fee.high > 0 { lines.append(Self.line("Routing fee", all, all.fee)) }
        lines.append(Self.line("**Total**", all, all.costWithFee))
        return lines.joined(separator: "\n")
    }

    private var notes: String {
        let unpriced = all.unpricedModels
        let priceNote =
            unpriced.isEmpty
            ? []
            : [
                """
                No price is known for \(unpriced.map(Escape.markdown).joined(separator: ", ")): \
                their cost is unknown, and totals are lower limits. Add them to \
                `rubrics/prices.yaml`.
                """
            ]
        let duration = estimate.duration
        return
            (priceNote + [
                """
                Time: about \(Figures.duration(duration.expected)) (\
                \(Figures.duration(duration.low)) to \(Figures.duration(duration.high))) with \
                \(estimate.concurrency) requests in flight; retries, rate limits and tools come on \
                top.
                """,
                """
                Prices are list prices without a cache's discount, unless earlier runs had one. Measured: \
                by earlier runs in the results file, with the range in which 95 % of such sums \
                fall; below five pieces, and where other models did the work, half to twice as \
                much. Assumed: no earlier run says; a third to three times as much. The range of a \
                sum adds up those of its rows. Verdicts are counted as if every answer could be \
                graded.
                """,
            ]).joined(separator: "\n\n")
    }

    private static func line(
        _ name: String, _ total: RunEstimate.Total, _ range: EstimatedRange
    ) -> String {
        let isPartial = !total.unpricedModels.isEmpty
        return """
            - \(name): \(isPartial ? "at least " : "")\(Figures.dollars(USD(range.expected))) \
            (\(Self.range(range))\(isPartial ? " for what has a price" : ""))
            """
    }

    private static func range(_ range: EstimatedRange?) -> String {
        guard let range else { return "?" }
        return "\(Figures.dollars(USD(range.low))) to \(Figures.dollars(USD(range.high)))"
    }

    // MARK: - For programs

    package func json() -> JSONValue {
        [
            "run": .string(runID), "missing_answers": .integer(estimate.missingAnswers),
            "missing_verdicts": .integer(estimate.missingVerdicts),
            "rows": .array(
                estimate.rows.map { row in
                    [
                        "configuration": .string(row.configurationID),
                        "role": .string(row.role.rawValue), "model": .string(row.model),
                        "pieces": .integer(row.pieces), "basis": .string(row.basis.name),
                        "basis_pieces": row.basis.pieces.map { .integer($0) } ?? .null,
                        "calls": row.calls.json, "input_tokens": row.inputTokens.json,
                        "output_tokens": row.outputTokens.json, "cost_usd": row.cost.json,
                        "fee_usd": row.fee.json,
                    ]
                }),
            "system": Self.json(system), "evaluation": Self.json(evaluation),
            "total": Self.json(all), "duration_s": estimate.duration.json,
            "concurrency": .integer(estimate.concurrency),
        ]
    }

    private static func json(_ total: RunEstimate.Total) -> JSONValue {
        [
            "calls": total.calls.json, "input_tokens": total.inputTokens.json,
            "output_tokens": total.outputTokens.json, "cost_usd": total.cost.json,
            "fee_usd": total.fee.json, "cost_with_fee_usd": total.costWithFee.json,
            "models_without_price": .array(total.unpricedModels.map { .string($0) }),
        ]
    }
}

extension EstimatedRange? {
    fileprivate var json: JSONValue {
        map {
            [
                "low": ($0.low as Double?).json, "expected": ($0.expected as Double?).json,
                "high": ($0.high as Double?).json,
            ]
        } ?? .null
    }
}

extension EstimatedRange {
    fileprivate var json: JSONValue { (self as EstimatedRange?).json }
}

extension WorkExpectation.Basis {
    fileprivate var name: String {
        switch self {
        case .measured: "measured"
        case .otherModels: "other_models"
        case .assumed: "assumed"
        }
    }

    fileprivate var pieces: Int? {
        switch self {
        case .measured(let pieces), .otherModels(let pieces): pieces
        case .assumed: nil
        }
    }

    fileprivate var words: String {
        switch self {
        case .measured(let pieces): "\(pieces) measured"
        case .otherModels(let pieces): "\(pieces) by other models"
        case .assumed: "assumed"
        }
    }
}
