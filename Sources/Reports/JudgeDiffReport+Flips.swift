import Comparison
import Statistics
import Vocabulary

extension JudgeDiffReport {
    /// The flipped verdicts that fit, folded away, and how many do not.
    ///
    /// - Parameter room: bytes that are left.
    func flipList(room: Int) -> String {
        let all = difference.flipped
        guard !all.isEmpty else { return "" }
        var text = "\n## Flipped verdicts\n\n<details>\n<summary>What flips, and why</summary>\n"
        let end = "\n</details>\n"
        // What the sentence about those that are left out takes.
        let spare = end.utf8.count + 200
        var shown = 0
        for flipped in all.prefix(limits.flips) {
            let item = "\n" + entry(flipped, number: shown + 1) + "\n"
            guard text.utf8.count + item.utf8.count + spare <= room else { break }
            text += item
            shown += 1
        }
        let left = all.count - shown
        let rest =
            left == 0
            ? "\nAll \(all.count) are shown, what can move a score most first.\n"
            : "\n\(shown) of \(all.count) are shown, what can move a score most first; "
                + "\(left) more are in the JSON.\n"
        return text + end + rest
    }

    private func entry(_ flipped: FlippedVerdict, number: Int) -> String {
        let pair = flipped.pair
        let gold = pair.gold.map { "gold \($0.rawValue)" } ?? "no gold"
        let of = pair.new.configurationID.map { " of \(Escape.markdown($0))" } ?? ""
        return """
            **\(number). \(Escape.markdown(pair.criterion.id))** on \
            \(Escape.markdown(pair.answerID))\(of), task \(Escape.markdown(pair.new.taskID)): \
            \(pair.criterion.polarity.rawValue), \(pair.criterion.axis.shortTitle), \(gold), up to \
            \(Figures.fixed(flipped.leverage * 100, 1)) points

            - Criterion: \(cut(pair.criterion.requirement))
            - Old, \(side(flipped.old))
            - New, \(side(flipped.new))
            """
    }

    private func side(_ side: FlippedVerdict.Side) -> String {
        let verdicts = side.verdicts
        let count = max(verdicts.met, verdicts.runs - verdicts.met)
        let said = side.majority.map { "\($0.rawValue) \(count) of \(verdicts.runs) times" }
        return "\(said ?? "even, \(count) of \(verdicts.runs) times MET"): \(cut(side.explanation))"
    }

    private func cut(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > limits.explanation else { return Escape.markdown(text) }
        return Escape.markdown(String(String.UnicodeScalarView(scalars.prefix(limits.explanation))))
            + "…"
    }
}
