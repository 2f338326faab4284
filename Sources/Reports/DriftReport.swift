import Comparison
import JSONText
import Statistics
import Vocabulary

/// Whether a judge says of frozen answers what it said before.
package struct DriftReport: RenderedReport, Sendable {
    let drift: JudgeDrift

    package init(_ drift: JudgeDrift) { self.drift = drift }

    /// Whether no chart gave alarm. A drift that can't be told from noise passes, and the report
    /// says so.
    package var isQuiet: Bool { drift.alarms.isEmpty }

    private var judge: JudgeRecord { drift.anchor.judge }

    package func markdown() -> String {
        [header, verdict, table, chart, method].filter { !$0.isEmpty }
            .joined(separator: "\n\n") + "\n"
    }

    private var header: String {
        let anchor = drift.anchor
        let simulated =
            judge.isSimulated
            ? "**Simulated.** The judge is made up by the built-in simulator.\n\n" : ""
        let criteria = anchor.answers.flatMap(\.criteria)
        let runs = criteria.map(\.reference.runs)
        let range =
            runs.min() == runs.max()
            ? "\(runs.min() ?? 0)" : "\(runs.min() ?? 0) to \(runs.max() ?? 0)"
        return """
            # Drift of the judge \(Escape.markdown(judge.model))

            \(simulated)- Judge prompt: \(Escape.markdown(judge.promptName)) version \
            \(Escape.markdown(judge.promptVersion)), sha256 \(judge.promptSHA256.prefix(12))
            - Anchor: \(JudgeTestReport.count(anchor.answers.count, "answer")), \
            \(criteria.count) criteria, judged \(range) times on \(Figures.date(anchor.date))
            """
    }

    private var verdict: String {
        guard !drift.points.isEmpty else { return "It has not been judged again." }
        var sentences: [String] = []
        if drift.sums == nil {
            sentences.append(
                """
                **No chart:** what the judge shifts by without drift is not known. Judge the \
                reference at least twice, better three times, on answers where something flips.
                """)
        } else if let first = drift.alarms.first {
            let shift = drift.points[first].shift?.mean
            sentences.append(
                """
                **Alarm on \(Figures.date(drift.points[first].date))**, with a shift of \
                \(JudgeTestReport.points(shift)) points that day. Do not compare scores of before \
                and after; grade the older answers again.
                """)
        } else {
            sentences.append(
                "**No alarm** on \(JudgeTestReport.count(drift.points.count, "date")).")
        }
        if drift.anchor.answers.count < JudgeAnchor.enoughAnswers {
            sentences.append(
                """
                The anchor has fewer than \(JudgeAnchor.enoughAnswers) answers, so it may miss a \
                drift on other ones.
                """)
        }
        return sentences.joined(separator: " ")
    }

    private var table: String {
        guard !drift.points.isEmpty else { return "" }
        var table = MarkdownTable([
            ("Date", .left), ("Answers", .right), ("Shift", .right), ("95 % interval", .right),
            ("σ", .right), ("CUSUM +", .right), ("CUSUM −", .right), ("EWMA", .right),
            ("Limit", .right), ("Flips", .right), ("Beyond its own", .right), ("Alarm", .left),
        ])
        for (place, point) in drift.points.enumerated() {
            func figure(_ values: [Double]?) -> String {
                values.map { Figures.fixed($0[place], 1) } ?? "–"
            }
            table.add([
                Figures.date(point.date), "\(point.answers)",
                JudgeTestReport.points(point.shift?.mean),
                JudgeTestReport.points(point.shift?.interval()),
                point.noise.map { Figures.fixed($0, 2) } ?? "–", figure(drift.sums?.upper),
                figure(drift.sums?.lower), figure(drift.averages?.averages),
                drift.averages.map { "±\(Figures.fixed($0.limits[place], 1))" } ?? "–",
                Figures.percent(point.flips.rawRate), Figures.points(point.excessFlips),
                alarm(place),
            ])
        }
        return "## By date\n\n\(table.text)"
    }

    private func alarm(_ place: Int) -> String {
        let charts = [
            drift.sums?.alarms.contains(place) == true ? "CUSUM" : nil,
            drift.averages?.alarms.contains(place) == true ? "EWMA" : nil,
        ].compactMap { $0 }
        return charts.joined(separator: ", ")
    }

    /// Shifts as bars on both sides of a line, so that a trend can be seen.
    private var chart: String {
        let shifts = drift.points.map { $0.shift?.mean }
        let greatest = shifts.compactMap { $0.map(abs) }.max() ?? 0
        guard greatest > 0 else { return "" }
        let half = 20
        let lines = zip(drift.points, shifts).map { point, shift -> String in
            let length = shift.map { Int((abs($0) / greatest * Double(half)).rounded()) } ?? 0
            let bar = String(repeating: "#", count: length)
            let gap = String(repeating: " ", count: half - length)
            let isDown = (shift ?? 0) < 0
            let left = isDown ? gap + bar : String(repeating: " ", count: half)
            let right = isDown ? String(repeating: " ", count: half) : bar + gap
            return "\(Figures.date(point.date)) \(left)|\(right) \(JudgeTestReport.points(shift))"
        }
        return """
            ## Shift in points

            ```
            \(lines.joined(separator: "\n"))
            ```
            """
    }

    private var method: String {
        guard !drift.points.isEmpty else { return "" }
        return """
            Shift: of the answers' scores since the reference, over the criteria judged both times; \
            its interval is Student's over answers. σ: of the mean shift without drift, from how \
            often the reference judgings part. CUSUM (k ½, h 4) and EWMA (λ 0.2, L 3) are in σ; an \
            alarm is a sum above 4 or an average beyond its limit. Noise of the reference is in all \
            dates, so few reference judgings give false alarms. Flips: the chance that a judging \
            then and one now part; beyond its own: less what judgings of the same day part by \
            (where that day has one judging, less what the reference's part by), about 0 without \
            drift.
            """
    }

    /// The same for programs. Shifts are in points, charts in σ, rates in 0…1; what is unknown is
    /// null.
    package func json() -> JSONValue {
        [
            "judge": judge.json, "simulated": .bool(judge.isSimulated),
            "anchor": [
                "date": .number(drift.anchor.date),
                "answers": .integer(drift.anchor.answers.count),
                "criteria": .integer(drift.anchor.answers.reduce(0) { $0 + $1.criteria.count }),
            ],
            "quiet": .bool(isQuiet), "charted": .bool(drift.sums != nil),
            "dates": .array(
                drift.points.enumerated().map { place, point in
                    [
                        "date": .number(point.date), "answers": .integer(point.answers),
                        "shift": (point.shift?.mean).json,
                        "interval": (point.shift?.interval()).json, "sigma": point.noise.json,
                        "cusum_upper": (drift.sums?.upper[place]).json,
                        "cusum_lower": (drift.sums?.lower[place]).json,
                        "ewma": (drift.averages?.averages[place]).json,
                        "ewma_limit": (drift.averages?.limits[place]).json,
                        "flips": point.flips.rawRate.json,
                        "excess_flips": point.excessFlips.json,
                        "alarm_cusum": .bool(drift.sums?.alarms.contains(place) == true),
                        "alarm_ewma": .bool(drift.averages?.alarms.contains(place) == true),
                    ]
                }),
        ]
    }
}
