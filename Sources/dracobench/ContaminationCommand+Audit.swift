import ArgumentParser
import Catalog
import Contamination
import JSONText
import Reports
import Store
import Vocabulary

extension ContaminationCommand {
    /// `dracobench contamination audit RUN`
    struct Audit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What a run's research and texts have to do with the benchmark.",
            discussion: """
                From the results file alone: what search and fetch met is as it was recorded; \
                queries, drafts, answers and their citations are looked through again with the \
                list. Exit code 1 when a scored answer is tainted.
                """)

        @Argument(help: "The run's id; may be left out where the file has only one run.")
        var run: String?

        @Option(help: "markdown or json.")
        var format = TableFormat.markdown

        @Option(help: "The exclusion list; default: the run's own.")
        var list: String?

        @OptionGroup var source: StoredRunOptions

        func validate() throws {
            if format == .csv {
                throw ValidationError("audit prints markdown or json; choose one of them.")
            }
        }

        func run() async throws {
            let (results, texts, tasks) = try await source.withRun(run) { database, results in
                guard case .run(let run, _) = results.origin else {
                    preconditionFailure("a results file holds runs")
                }
                return (
                    results, try await database.texts(runID: run.id),
                    try await database.tasks(runID: run.id)
                )
            }
            guard case .run(let run, _) = results.origin else { return }
            let name = list ?? run.exclusionName
            let exclusion = ExclusionList(try source.home.workspace().exclusionList(name))
            if list == nil, exclusion.sha256 != run.exclusionSHA256 {
                Terminal.say("The list \(name) has changed since the run; audited with today's.")
            }
            let screen = AnswerScreen(
                list: exclusion,
                screen: ContentScreen(tasks: tasks, markers: exclusion.textMarkers),
                datasetName: run.datasetName)
            let report = AuditReport(
                results: results, answers: try Self.answers(results, texts, tasks, screen))
            Terminal.print(format == .json ? report.json().prettyText : report.markdown())
            guard !report.isTainted else {
                throw CommandFailure(
                    """
                    Scored answers are tainted. 'report' says what that does to the scores; \
                    'run SUITE --redo tainted' asks for them again.
                    """, code: .checkFailed)
            }
        }

        private static func answers(
            _ results: RunResults, _ texts: [AnswerTexts], _ tasks: [ResearchTask],
            _ screen: AnswerScreen
        ) throws -> [AuditReport.Answer] {
            let byID = Dictionary(
                tasks.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            let scored = Set(results.units.filter { !$0.scores.isEmpty }.map(\.unit.key))
            let own = Dictionary(
                texts.map { ($0.unit.key, findings(of: $0, byID[$0.unit.taskID], screen)) },
                uniquingKeysWith: { first, _ in first })
            return texts.map { text in
                let inherited = text.drafts.flatMap { draft in
                    (draft.reusedKey.flatMap { own[$0] } ?? []).map {
                        TextFinding(member: draft.member, finding: $0.finding)
                    }
                }
                return AuditReport.Answer(
                    unit: text.unit, isScored: scored.contains(text.unit.key),
                    findings: (own[text.unit.key] ?? []) + inherited)
            }
        }

        /// What its tools met, as recorded; its words, looked through anew.
        private static func findings(
            of text: AnswerTexts, _ task: ResearchTask?, _ screen: AnswerScreen
        ) -> [TextFinding] {
            let met =
                text.toolUses.flatMap { use in
                    use.findings.filter { $0.url != nil }.map {
                        TextFinding(member: use.member, finding: $0)
                    }
                } + text.listedSources
            guard let task else { return met }
            // A list may have grown since, or have been another one.
            let opened = text.toolUses.flatMap { use -> [TextFinding] in
                let isNew = !use.findings.contains { $0.evidence == .url }
                guard use.tool == .webFetch, use.error == nil, isNew else { return [] }
                return screen.findings(onOpened: use.argument).map {
                    TextFinding(member: use.member, finding: $0)
                }
            }
            let asked = text.toolUses.flatMap { use in
                screen.findings(inQuery: use.argument, on: task).map {
                    TextFinding(member: use.member, finding: $0)
                }
            }
            let drafts = text.drafts.filter { $0.reusedKey == nil }.flatMap { draft in
                screen.findings(inText: draft.text, on: task).map {
                    TextFinding(member: draft.member, finding: $0)
                }
            }
            let answer = screen.findings(inText: text.text, on: task).map {
                TextFinding(finding: $0)
            }.filter { !text.listedSources.contains($0) }
            return met + opened + asked + drafts + answer
        }
    }
}
