import Catalog
import Statistics
import Vocabulary

/// Results made of verdicts that were given elsewhere: what a report needs, without a run.
///
/// Every configuration that the rows name is one of its own; a fusion is what a person says is one.
/// A pass with a verdict on every criterion is scored; one that lacks any is not, and its task is
/// unresolved unless another pass is complete. Tasks on which nobody has a verdict are left out; on
/// the others, a configuration without one gave no answer.
struct VerdictResults {
    let dataset: Dataset
    let verdicts: VerdictFiles
    let fusions: [NamedPanel]

    /// A fusion by its name in the rows and the names of its members.
    struct NamedPanel: Equatable {
        let name: String
        let members: [String]

        /// - Parameter text: as in `NAME=MEMBER,MEMBER`.
        init(parsing text: String) throws {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            let members = parts.count == 2 ? parts[1].split(separator: ",").map(String.init) : []
            guard parts.count == 2, !members.isEmpty, !members.contains(parts[0]) else {
                throw CommandFailure(
                    "'--fusion \(text)' names no panel of others; write NAME=MEMBER,MEMBER.")
            }
            name = parts[0]
            self.members = members
        }
    }

    func results() throws -> RunResults {
        let names = verdicts.verdicts.reduce(into: OrderedNames()) { $0.add($1.configuration) }.all
        try checkFusions(against: names)
        let answers = Dictionary(grouping: verdicts.verdicts, by: Answer.init)
        let tasks = Dictionary(
            dataset.tasks.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let graded = Set(verdicts.verdicts.map(\.taskID))
        let order = Dictionary(
            uniqueKeysWithValues: dataset.tasks.enumerated().map { ($0.element.id, $0.offset) })
        let places = Dictionary(
            uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
        let units = answers.compactMap { answer, rulings in
            tasks[answer.taskID].map { Self.unit(answer, rulings, $0) }
        }.sorted { a, b in
            let (first, second) = (a.unit, b.unit)
            return (
                order[first.taskID] ?? 0, places[first.configurationID] ?? 0, first.generation
            ) < (
                order[second.taskID] ?? 0, places[second.configurationID] ?? 0, second.generation
            )
        }
        return RunResults(
            origin: .verdictFiles(
                VerdictFilesRecord(
                    datasetName: dataset.name, datasetSHA256: dataset.sha256,
                    files: verdicts.files, judge: try judge(),
                    passes: Set(verdicts.verdicts.map(\.pass)).count,
                    ungradedTasks: dataset.tasks.count - graded.count)),
            configurations: names.map(configuration),
            tasks: dataset.tasks.filter { graded.contains($0.id) }
                .map { TaskSummary(id: $0.id, domain: $0.domain) }, units: units)
    }

    private func configuration(_ name: String) -> ConfigurationSummary {
        guard let fusion = fusions.first(where: { $0.name == name }) else {
            return ConfigurationSummary(id: name, kind: "solo", models: [name])
        }
        return ConfigurationSummary(id: name, kind: "fusion", models: fusion.members)
    }

    private func checkFusions(against names: [String]) throws {
        for name in fusions.flatMap({ [$0.name] + $0.members }) where !names.contains(name) {
            throw CommandFailure(
                """
                No verdict row has the configuration '\(name)' that --fusion names; there are \
                \(names.joined(separator: ", ")).
                """)
        }
        let twice = Dictionary(grouping: fusions, by: \.name).first { $0.value.count > 1 }?.key
        if let twice {
            throw CommandFailure("--fusion gives '\(twice)' twice; keep one.")
        }
    }

    /// One judge for all, since scores by different judges do not compare.
    private func judge() throws -> String? {
        let judges = Set(verdicts.verdicts.map(\.judge))
        guard judges.count <= 1 else {
            let names = judges.map { $0 ?? "none" }.sorted().joined(separator: ", ")
            throw CommandFailure(
                """
                The verdicts are by different judges (\(names)), and their scores do not compare; \
                give the files of one judge.
                """)
        }
        return judges.first ?? nil
    }

    // MARK: - One answer

    private struct Answer: Hashable {
        let configuration: String
        let taskID: String
        let generation: Int

        init(_ verdict: ImportedVerdict) {
            configuration = verdict.configuration
            taskID = verdict.taskID
            generation = verdict.generation
        }
    }

    private static func unit(
        _ answer: Answer, _ rulings: [ImportedVerdict], _ task: ResearchTask
    ) -> UnitResult {
        let key = "\(answer.configuration)/\(answer.taskID)/\(answer.generation)"
        let passes = Dictionary(grouping: rulings, by: \.pass).sorted { $0.key < $1.key }
        var missing = 0
        let scores = passes.compactMap { pass, own -> ScoreRecord? in
            let verdicts = Dictionary(
                own.map { ($0.criterionID, $0.verdict) }, uniquingKeysWith: { first, _ in first })
            do {
                let score = try TaskScore(task.rubric) { verdicts[$0] }
                return ScoreRecord(answerKey: key, judgeID: "", pass: pass, score: score)
            } catch {
                missing += task.rubric.criteria.count - verdicts.count
                return nil
            }
        }
        let weights = Dictionary(
            task.rubric.criteria.map { ($0.id, abs($0.weight)) }, uniquingKeysWith: { a, _ in a })
        return UnitResult(
            unit: AnswerUnitRecord(
                key: key, configurationID: answer.configuration, taskID: answer.taskID,
                generation: answer.generation),
            status: .ok, missingVerdicts: missing,
            plannedVerdictWeight: weights.values.reduce(0, +) * passes.count,
            obtainedVerdictWeight: rulings.reduce(0) { $0 + (weights[$1.criterionID] ?? 0) },
            incompletePasses: passes.count - scores.count,
            scores: scores)
    }
}

/// Names in the order in which they come first.
private struct OrderedNames {
    private(set) var all: [String] = []
    private var seen: Set<String> = []

    mutating func add(_ name: String) {
        if seen.insert(name).inserted { all.append(name) }
    }
}
