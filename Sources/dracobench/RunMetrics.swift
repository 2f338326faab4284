import Vocabulary

/// How far a run is, in Prometheus' text exposition format (version 0.0.4).
enum RunMetrics {
    private struct Family {
        let name: String
        let help: String
        var type = "gauge"
        /// Labels beside the run's, and the value.
        let samples: [(labels: [(String, String)], value: Double)]

        init(_ name: String, _ help: String, type: String = "gauge", _ value: Double) {
            self.init(name, help, type: type, samples: [([], value)])
        }

        init(
            _ name: String, _ help: String, type: String = "gauge",
            samples: [(labels: [(String, String)], value: Double)]
        ) {
            self.name = name
            self.help = help
            self.type = type
            self.samples = samples
        }
    }

    /// - Parameter now: seconds since 1970.
    static func text(_ tally: RunTally, run: String, at now: Double) -> String {
        families(tally, at: now).filter { !$0.samples.isEmpty }.map { family in
            let head = """
                # HELP dracobench_\(family.name) \(family.help)
                # TYPE dracobench_\(family.name) \(family.type)

                """
            return head
                + family.samples.map { sample in
                    let labels = ([("run", run)] + sample.labels)
                        .map { "\($0)=\"\(escaped($1))\"" }.joined(separator: ",")
                    return "dracobench_\(family.name){\(labels)} \(number(sample.value))\n"
                }.joined()
        }.joined()
    }

    private static func families(_ tally: RunTally, at now: Double) -> [Family] {
        guard let plan = tally.plan, let startedAt = tally.startedAt else { return [] }
        return [
            Family("answers_planned", "Answers that the run comprises.", Double(plan.answers)),
            Family(
                "answers_stored", "Answers stored, by earlier executions too.",
                Double(tally.storedAnswers)),
            Family(
                "answers_failed_total",
                "Answers stored by this execution that can't be graded.", type: "counter",
                Double(tally.failedAnswers)),
            Family(
                "verdicts_planned", "Verdicts that the run comprises.", Double(plan.verdicts)),
            Family(
                "verdicts_stored", "Verdicts stored, by earlier executions too.",
                Double(tally.storedVerdicts)),
            Family(
                "verdicts_missing_total", "Verdicts that this execution could not get.",
                type: "counter", Double(tally.missingVerdicts)),
            Family(
                "cost_usd", "Known costs of the run in US dollars, of earlier executions too.",
                tally.spent.dollars),
            Family(
                "endpoint_wait_seconds", "How long requests to an endpoint still wait.",
                samples: tally.waits(at: now).map {
                    ([("endpoint", $0.endpoint)], $0.until - now)
                }),
            Family(
                "started_timestamp_seconds", "When this execution started, in Unix time.",
                startedAt),
            Family(
                "updated_timestamp_seconds", "When these figures were read, in Unix time.", now),
        ]
    }

    private static func escaped(_ label: String) -> String {
        label.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n")
    }

    /// Counts without a fraction.
    private static func number(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? String(value)
    }
}
