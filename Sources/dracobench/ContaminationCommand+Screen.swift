import ArgumentParser
import Catalog
import Contamination
import FoundationEssentials
import JSONText
import Vocabulary

extension ContaminationCommand {
    /// `dracobench contamination screen FILE…`
    struct Screen: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says of texts whether they hold a dataset's rubrics, prompts or names.",
            discussion: """
                As pages are screened before a model sees them. One JSON object for every finding: \
                file, evidence, severity, detail (ids, never rubric text). Exit code 1 when there \
                is any.
                """)

        @Argument(help: "Text files.")
        var files: [String]

        @Option(help: "The dataset: a name or a tasks file.")
        var dataset = "draco"

        @Option(help: "The exclusion list whose text markers count.")
        var list = "draco"

        @OptionGroup var home: WorkspaceOptions

        func run() throws {
            let markers = ExclusionList(try home.workspace().exclusionList(list)).textMarkers
            let screen = ContentScreen(
                tasks: try ResultsOptions.dataset(dataset, home).tasks, markers: markers)
            var count = 0
            for file in files {
                guard let bytes = FileManager.default.contents(atPath: file) else {
                    throw CommandFailure("\(file) can't be read; name a text file.")
                }
                for finding in screen.findings(in: [UInt8](bytes)) {
                    count += 1
                    let line: JSONValue = [
                        "file": .string(file), "evidence": .string(finding.evidence.rawValue),
                        "severity": .string(finding.severity.rawValue),
                        "detail": .string(finding.detail),
                    ]
                    Terminal.print(line.text)
                }
            }
            guard count == 0 else {
                throw CommandFailure(
                    "\(count) \(count == 1 ? "finding" : "findings") of the benchmark.",
                    code: .checkFailed)
            }
        }
    }
}
