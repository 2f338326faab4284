import Catalog
import Foundation
import Reports
import Testing
import Vocabulary

@Suite("Our rows beside the published results that ship")
struct BundledResultsTests {
    private static func report(_ name: String, judge: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path
        let workspace = try Workspace(home: root, currentDirectory: "/", executable: "/")
        func row(_ id: String, _ model: String, _ score: Double) -> AgainstPublished.OwnRow {
            .init(
                id: id, kind: "solo", models: [model], score: score, tasks: 100, completed: 100)
        }
        let run = AgainstPublished.OwnRun(
            datasetName: "draco", judgeModel: judge, judgePrompt: "draco-paper", passes: 3,
            isSimulated: false,
            rows: [
                row("opus-4.8", "anthropic/claude-opus-4.8", 0.60),
                row("fable-5", "anthropic/claude-fable-5", 0.66),
                row("opus", "Claude-Opus-4-6", 0.55),
                .init(
                    id: "twice", kind: "fusion",
                    models: ["claude-opus-4.8", "claude-opus-4.8"],
                    synthesizer: "claude-opus-4.8", score: 0.64, tasks: 100, completed: 100),
            ])
        return AgainstPublished(published: try workspace.publishedResults(name), own: run)
            .markdown()
    }

    @Test("OpenRouter's rows are met, and their arithmetic comes out")
    func openRouter() throws {
        let text = try Self.report("openrouter-2026-06", judge: "google/gemini-3.1-pro-preview")
        let lines = text.split(separator: "\n").map { String($0.replacing(#/ +/#, with: " ")) }
        #expect(!text.contains("must not be compared") && !text.contains("**no**"))
        #expect(text.contains("Their judge prompt is not stated"))
        for row in [
            "| Claude Opus 4.8 | opus-4.8 | 58.8 | 100/100 | 58.8 | 60.0 | – | 100/100 | +1.2 |",
            "| Claude Fable 5 | fable-5 | 65.3 | 93/100 | 60.7 (60.7–67.7) | 66.0 | – | 100/100 "
                + "| +5.3 |",
            "| Opus 4.8 + Opus 4.8 | Claude Opus 4.8 | +6.7 | +6.7 | opus-4.8 | +4.0 | -2.7 |",
            "| Fable 5 + GPT-5.5 | Claude Fable 5 | +3.7 | +3.4 | – | – | – |",
        ] { #expect(lines.contains(row), "\(row)\n\(text)") }
        for figure in ["+3.7", "+8.3", "+7.6", "+6.7", "+4.4", "0.76", "60.7 (60.7–67.7)"] {
            #expect(
                lines.contains { $0.contains("| \(figure) | \(figure) | yes |") }, "\(figure)")
        }
    }

    @Test("The paper's levels are not ours to compare with under another judge")
    func paper() throws {
        let text = try Self.report("draco-paper", judge: "google/gemini-3.1-pro-preview")
        #expect(text.contains("**Levels must not be compared.**"))
        #expect(text.contains("moves a row by up to 23.9 points"))
        // 55.0 − 59.8, in brackets.
        #expect(text.contains("(-4.8)"))
        #expect(try Self.report("draco-paper", judge: "openai/gpt-5.2").contains("+12.3"))
    }
}
