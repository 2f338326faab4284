import Comparison
import Reports
import Store
import Vocabulary

extension ResultsOrigin {
    /// Nil for verdicts that were given elsewhere.
    var runID: String? {
        switch self {
        case .run(let record, _): record.id
        case .verdictFiles: nil
        }
    }
}

extension StoredRunOptions {
    /// A run as one of its judges sees it.
    ///
    /// - Parameter model: the judge's.
    func results(_ runID: String?, judgedBy model: String) async throws -> RunResults {
        try await withRun(runID) { database, results in
            let id = results.origin.runID ?? ""
            let judges = try await database.judges(runID: id).map(\.record)
            let named = judges.indices.filter {
                [judges[$0].model, "\(judges[$0].model) \(judges[$0].promptName)"].contains(model)
            }
            guard named.count == 1, let position = named.first,
                let view = try await database.results(runID: id, judge: position)
            else {
                let known = judges.map { "'\($0.model) \($0.promptName)'" }
                throw CommandFailure(
                    "Run \(id) has no judge '\(model)' that is meant alone; it has "
                        + known.joined(separator: ", ") + ".")
            }
            return view
        }
    }

    /// A run as each of its judges sees it.
    func severalJudges(_ runID: String?) async throws -> SeveralJudgesReport {
        try await withRun(runID) { database, results in
            guard case .run(let record, _) = results.origin else {
                preconditionFailure("a stored run comes from a run")
            }
            let judges = try await database.judges(runID: record.id)
            guard judges.count > 1 else {
                throw CommandFailure(
                    """
                    Run \(record.id) has one judge; list several under 'judges' in the suite and \
                    run it again.
                    """)
            }
            let tasks = try await database.tasks(runID: record.id)
            let criteria = Dictionary(
                tasks.map { task in
                    (
                        task.id,
                        Dictionary(
                            task.rubric.criteria.map { ($0.id, $0) },
                            uniquingKeysWith: { first, _ in first })
                    )
                }, uniquingKeysWith: { first, _ in first })
            let taskIDs = Dictionary(
                results.units.map { ($0.unit.key, $0.unit.taskID) },
                uniquingKeysWith: { first, _ in first })
            var views: [RunResults] = []
            var verdicts: [[VerdictPlace: Verdict]] = []
            for position in judges.indices {
                guard let view = try await database.results(runID: record.id, judge: position)
                else { continue }
                views.append(view)
                var own: [VerdictPlace: Verdict] = [:]
                for ruling in try await database.rulings(runID: record.id, judge: position)
                where ruling.pass == 0 {
                    guard let verdict = ruling.verdict,
                        let criterion = taskIDs[ruling.answerKey]
                            .flatMap({ criteria[$0]?[ruling.criterionID] })
                    else { continue }
                    let place = VerdictPlace(
                        answerKey: ruling.answerKey, criterionKey: criterion.key,
                        polarity: criterion.polarity)
                    own[place] = verdict
                }
                verdicts.append(own)
            }
            return SeveralJudgesReport(
                SeveralJudges(views, verdicts: verdicts, seed: record.seed))
        }
    }

    /// The scores of a run, corrected for what its judge is seen to get wrong on those of its
    /// answers that a gold set has labels for. Nothing is judged anew.
    func corrected(_ runID: String?, by gold: GoldSet) async throws -> CorrectedSection {
        try await withRun(runID) { database, results in
            guard case .run(let record, let judge) = results.origin else {
                preconditionFailure("a stored run comes from a run")
            }
            let trial = try await Self.trial(record, judge, results, database)
            var labels: [String: [String: Verdict]] = [:]
            for label in gold.labels {
                labels[Self.place(label.taskID, label.answer), default: [:]][label.criterionID] =
                    label.gold
            }
            var texts: [String: String] = [:]
            for unit in results.units {
                texts[unit.unit.key] = try await database.answerText(key: unit.unit.key)?.text
            }
            let labelled = trial.questions.compactMap { question -> JudgeTrial.Question? in
                let place = Self.place(question.taskID, texts[question.answerID] ?? "")
                guard let verdict = labels[place]?[question.criterion.id] else { return nil }
                return JudgeTrial.Question(
                    answerID: question.answerID, taskID: question.taskID,
                    configurationID: question.configurationID, criterion: question.criterion,
                    positiveWeight: question.positiveWeight, gold: verdict,
                    rulings: question.rulings)
            }
            guard !labelled.isEmpty else {
                throw CommandFailure(
                    """
                    Gold set \(gold.name) has no label on an answer of run \(record.id), so that \
                    nothing is known of how its judge errs on them; label some of its answers.
                    """)
            }
            let goldTrial = JudgeTrial(
                judge: judge, repeats: record.passes, questions: labelled, usage: trial.usage)
            return CorrectedSection(
                CorrectedFigures(gold: goldTrial, run: trial, seed: record.seed))
        }
    }

    /// What the run's judge ruled, as a trial whose answers are known by their keys.
    private static func trial(
        _ record: RunRecord, _ judge: JudgeRecord, _ results: RunResults,
        _ database: ResultsDatabase
    ) async throws -> JudgeTrial {
        let tasks = Dictionary(
            try await database.tasks(runID: record.id).map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first })
        let units = Dictionary(
            results.units.map { ($0.unit.key, $0.unit) }, uniquingKeysWith: { first, _ in first })
        var order: [String] = []
        var rulings: [String: [StoredRuling]] = [:]
        for ruling in try await database.rulings(runID: record.id) {
            let id = "\(ruling.answerKey)\n\(ruling.criterionID)"
            if rulings[id] == nil { order.append(id) }
            rulings[id, default: []].append(ruling)
        }
        let questions = order.compactMap { id -> JudgeTrial.Question? in
            guard let own = rulings[id], let first = own.first,
                let unit = units[first.answerKey], let rubric = tasks[unit.taskID]?.rubric,
                let criterion = rubric.criteria.first(where: { $0.id == first.criterionID })
            else { return nil }
            return JudgeTrial.Question(
                answerID: unit.key, taskID: unit.taskID, configurationID: unit.configurationID,
                criterion: criterion, positiveWeight: Double(rubric.positiveWeight), gold: nil,
                rulings: own.map {
                    JudgeTrial.Ruling(
                        verdict: $0.verdict, explanation: $0.explanation, failure: $0.failure)
                })
        }
        return JudgeTrial(
            judge: judge, repeats: record.passes, questions: questions,
            usage: JudgeTrial.Usage(try await database.judgeCalls(runID: record.id)))
    }

    private static func place(_ taskID: String, _ text: String) -> String {
        // White space may have changed on the way through other people's tools.
        "\(taskID)\n" + text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
