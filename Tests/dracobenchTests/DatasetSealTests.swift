import Foundation
import Testing

/// Sealing as people do it, and what of a rubric their outputs hold.
@Suite("Rubrics that do not leak")
struct DatasetSealTests {
    private static let passphrase = ["DRACOBENCH_PASSPHRASE": "correct horse battery"]
    private static let requirement = "Names the year 1987"

    /// A workspace with one dataset, and verdicts on it.
    private func withWorkspace(_ body: (String) throws -> Void) throws {
        try Program.withFolder { folder in
            let rubric = """
                {\\"id\\":\\"r\\",\\"sections\\":[{\\"id\\":\\"factual-accuracy\\",\
                \\"criteria\\":[{\\"id\\":\\"c\\",\\"weight\\":1,\
                \\"requirement\\":\\"\(Self.requirement)\\"}]}]}
                """
            let files = [
                "datasets/mine/tasks.jsonl":
                    #"{"id":"t","problem":"p","domain":"d","answer":"\#(rubric)"}"#,
                "verdicts.jsonl": #"{"task_id":"t","criterion_id":"c","verdict":"MET"}"#,
                "rubrics/prices.yaml": "",
            ]
            for (name, text) in files {
                let file = URL(filePath: folder + "/" + name)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: file)
            }
            try body(folder)
        }
    }

    private func run(
        _ arguments: [String], in folder: String, _ environment: [String: String] = passphrase
    ) throws -> Program.Ending {
        try Program.run(
            arguments, environment: environment.merging(["DRACOBENCH_HOME": folder]) { $1 })
    }

    @Test("A sealed dataset is listed, checked, scored and unsealed; nothing shows the passphrase")
    func throughout() throws {
        try withWorkspace { folder in
            let line = try run(["dataset", "check", "mine"], in: folder).out
            let sealed = try run(["dataset", "seal", "mine", "--remove-plain"], in: folder)
            #expect(sealed.code == 0, "\(sealed.err)")
            let list = try run(["dataset", "list"], in: folder, [:])
            #expect(list.out.hasPrefix("mine: sealed;"))
            let check = try run(["dataset", "check", "mine"], in: folder)
            #expect(check.out == line)
            let score = ["score", "--tasks", "mine", "--verdicts", folder + "/verdicts.jsonl"]
            #expect(try run(score, in: folder).code == 0)
            let path = folder + "/datasets/mine/tasks.jsonl.sealed"
            let byPath = ["score", "--tasks", path, "--verdicts", folder + "/verdicts.jsonl"]
            #expect(try run(byPath, in: folder).code == 0)
            let wrong = try run(score, in: folder, ["DRACOBENCH_PASSPHRASE": "another horse"])
            #expect(wrong.code == 2 && wrong.err.contains("the passphrase is not the one"))
            #expect(wrong.out.isEmpty && wrong.err.split(separator: "\n").count == 1)
            let unchecked = try run(
                ["dataset", "check", "mine"], in: folder, ["DRACOBENCH_PASSPHRASE": "another horse"]
            )
            #expect(unchecked.code == 2 && unchecked.err == wrong.err)
            let other = ["--passphrase-env", "OTHER"]
            let named = try run(score + other, in: folder, ["OTHER": "correct horse battery"])
            #expect(named.code == 0)
            #expect(try run(["dataset", "unseal", "mine"], in: folder).code == 0)
            #expect(try run(["dataset", "unseal", "mine"], in: folder).code == 2)
            for ending in [sealed, list, check, wrong, named] {
                #expect(!(ending.out + ending.err).contains("horse"))
            }
        }
    }

    @Test("A short passphrase is refused, and seals nothing")
    func short() throws {
        try withWorkspace { folder in
            let ending = try run(
                ["dataset", "seal", "mine"], in: folder, ["DRACOBENCH_PASSPHRASE": "short"])
            #expect(ending.code == 2 && ending.err.contains("fewer than 12 bytes"))
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder + "/datasets/mine")
                    == ["tasks.jsonl"])
        }
    }

    @Test("Outputs hold requirements only with --include-rubrics, and then the canary")
    func outputs() throws {
        try withWorkspace { folder in
            let from = ["--tasks", "mine", "--verdicts", folder + "/verdicts.jsonl"]
            for arguments in [
                ["score"] + from, ["score", "--format", "json"] + from, ["report"] + from,
                ["report", "--format", "json"] + from, ["report", "--format", "csv"] + from,
                ["dataset", "check", "mine"], ["dataset", "list", "--format", "json"],
            ] {
                let ending = try run(arguments, in: folder)
                #expect(ending.code == 0, "\(arguments) \(ending.err)")
                #expect(!(ending.out + ending.err).contains("1987"), "\(arguments)")
            }
            let full = try run(
                ["score", "--format", "json", "--include-rubrics"] + from, in: folder)
            #expect(full.out.contains(Self.requirement))
            #expect(full.out.hasPrefix("{\n  \"canary\": \"dracobench rubric canary "))
            #expect(try run(["score", "--include-rubrics"] + from, in: folder).code == 2)
        }
    }
}
