import JSONText
import Vocabulary

/// A statement in a draft: a line of a list with a mark in it.
private struct DraftLine {
    let mark: String
    let text: Substring
    /// Indices of the drafts that make it.
    var drafts: [Int]
    var hasSource: Bool

    /// The statements of all drafts, each once, in order of appearance.
    static func all(in drafts: [String]) -> [DraftLine] {
        var lines: [DraftLine] = []
        var places: [String: Int] = [:]
        for (number, draft) in drafts.enumerated() {
            for line in draft.split(separator: "\n") {
                guard line.hasPrefix("- "), let mark = Claim.mark(in: line) else { continue }
                let hasSource = line.contains("](http")
                if let place = places[mark] {
                    if lines[place].drafts.last != number { lines[place].drafts.append(number) }
                    lines[place].hasSource = lines[place].hasSource || hasSource
                } else {
                    places[mark] = lines.count
                    lines.append(
                        DraftLine(
                            mark: mark, text: line, drafts: [number], hasSource: hasSource))
                }
            }
        }
        return lines
    }
}

/// A model that compares drafts. It has nothing but its prompt to go by.
struct SimulatedAnalyst {
    let profile: ModelProfile
    let draws: Draws

    /// The five-part JSON. A statement is overlooked with the chance that it would be lost in a
    /// synthesis.
    func analysis(of prompt: String, seed: UInt64) -> String {
        let drafts = PromptBlocks(prompt).all("draft")
        let names = drafts.map { Self.model(in: $0.attributes) }
        let noticed = DraftLine.all(in: drafts.map(\.inside))
            .filter { notices($0.mark, seed: seed) }
        func point(_ line: DraftLine) -> String { String(line.text.dropFirst(2)) }
        let shared = noticed.filter { $0.drafts.count == drafts.count }
        let partial = noticed.filter { $0.drafts.count > 1 && $0.drafts.count < drafts.count }
        let unique = noticed.filter { $0.drafts.count == 1 }
        let analysis: JSONValue = [
            "consensus": .array(shared.map { .string(point($0)) }),
            "contradictions": [],
            "partial_coverage": .array(
                partial.map { line in
                    [
                        "models": .array(line.drafts.map { .string(names[$0]) }),
                        "point": .string(point(line)),
                    ]
                }),
            "unique_insights": .array(
                unique.map { line in
                    [
                        "model": .string(names[line.drafts[0]]), "insight": .string(point(line)),
                    ]
                }),
            "blind_spots": noticed.isEmpty ? ["No draft makes a statement."] : [],
        ]
        return analysis.text
    }

    /// Whether the comparison points out a statement.
    func notices(_ mark: String, seed: UInt64) -> Bool {
        let draws = profile.varies ? self.draws.with(seed) : self.draws
        return draws.with(mark).uniform < profile.synthesis
    }

    private static func model(in attributes: String) -> String {
        guard let start = attributes.firstRange(of: "model=\"") else { return "draft" }
        return String(attributes[start.upperBound...].prefix { $0 != "\"" })
    }
}

/// A model that merges drafts. It has nothing but its prompt to go by: it can't tell a true
/// statement from a mistake, only one that several drafts make from one that a single draft makes,
/// and one with a source from one without.
struct SimulatedSynthesizer {
    let profile: ModelProfile
    let draws: Draws

    func report(from prompt: String, seed: UInt64) -> String {
        let blocks = PromptBlocks(prompt)
        let drafts = blocks.all("draft").map(\.inside)
        let pointedOut = Set(
            (blocks.first("analysis") ?? "").split { !$0.isLetter && !$0.isNumber })
        let kept = DraftLine.all(in: drafts).filter { line in
            let support = Support(
                drafts: line.drafts.count, hasSource: line.hasSource,
                isPointedOut: pointedOut.contains(line.mark[...]))
            return keeps(line.mark, support, of: drafts.count, seed: seed)
        }
        return SimulatedResearcher.report(
            on: blocks.first("task") ?? "", [.finding: kept.map { String($0.text) }])
    }

    /// What speaks for a statement.
    struct Support {
        /// How many drafts make it.
        var drafts: Int
        /// Whether one of them names a source.
        var hasSource: Bool
        /// Whether the comparison has it.
        var isPointedOut: Bool
    }

    /// Whether the report has a statement.
    func keeps(_ mark: String, _ support: Support, of draftCount: Int, seed: UInt64) -> Bool {
        let draw = (profile.varies ? draws.with(seed) : draws).with(mark)
        let isUnbacked = draftCount > 1 && support.drafts == 1 && !support.hasSource
        if isUnbacked, draw.with(1).uniform < profile.scepticism { return false }
        // What the comparison points out is not as easily lost.
        let loss = (1 - profile.synthesis) * (support.isPointedOut ? 0.5 : 1)
        return draw.uniform >= loss
    }
}
