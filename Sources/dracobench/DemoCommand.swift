import ArgumentParser
import Catalog
import Execution
import FoundationEssentials
import JSONText
import Reports
import Vocabulary

/// `dracobench demo`
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "The main job on the simulator and the sample dataset: runs, grades, prints.",
        discussion: """
            Writes results/demo/: the results file and the leaderboard as Markdown, JSON and \
            CSV. No key and no network are needed; every number is simulated.
            """)

    @OptionGroup var simulation: SimulationOptions
    @OptionGroup var watch: WatchOptions
    @OptionGroup var home: WorkspaceOptions

    func run() async throws {
        let workspace = try home.workspace()
        let suite = try SuiteReader.read(workspace.suites + "/demo.yaml")
        let folder = workspace.results + "/demo"
        try makeResultsFolder(folder)
        let session = RunSession(
            workspace: workspace, suite: suite, databasePath: folder + "/demo.sqlite",
            simulation: try simulation.choice(), watch: watch.choice)
        let plan = try await session.plan()
        let outcome = try await session.execute(plan)
        let leaderboard = try await session.leaderboard(runID: plan.run.id)
        let files = [
            ("leaderboard.md", leaderboard.markdown()),
            ("leaderboard.json", leaderboard.json().prettyText),
            ("leaderboard.csv", leaderboard.csv()),
        ]
        for (name, text) in files {
            let path = folder + "/" + name
            do {
                try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
            } catch {
                throw CommandFailure("\(path) can't be written to; allow it or make room.")
            }
        }
        Terminal.print(leaderboard.markdown())
        await session.conclude(
            plan,
            with: "Written to \(folder): demo.sqlite and the leaderboard as md, json and csv.")
        try RunCommand.conclude(outcome)
    }
}
