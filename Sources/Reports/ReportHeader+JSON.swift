import JSONText
import Statistics
import Vocabulary

extension RunResults {
    /// What was measured on what by whom, for programs.
    var headerJSON: JSONValue {
        switch origin {
        case .run(let run, let judge): header(run, judge)
        case .verdictFiles(let files): header(files)
        }
    }

    private func header(_ run: RunRecord, _ judge: JudgeRecord) -> JSONValue {
        [
            "id": .string(run.id), "name": .string(run.name),
            "simulated": .bool(run.simulation != nil), "simulation": run.simulation.json,
            "complete": .bool(run.finishedAt != nil),
            "dataset": [
                "name": .string(run.datasetName), "sha256": .string(run.datasetSHA256),
                "revision": run.datasetRevision.json, "tasks": .integer(tasks.count),
            ],
            "judge": [
                "id": .string(judge.id), "model": .string(judge.model),
                "prompt": .string(judge.promptName), "prompt_version": .string(judge.promptVersion),
                "prompt_sha256": .string(judge.promptSHA256), "reasoning": judge.reasoning.json,
                "temperature": judge.temperature.json, "passes": .integer(run.passes),
            ],
            "generations": .integer(run.generations), "seed": .string(String(run.seed)),
            "exclusion": [
                "name": .string(run.exclusionName), "sha256": .string(run.exclusionSHA256),
            ],
            "not_sent": .array(
                omissions.map {
                    ["model": .string($0.model), "parameter": .string($0.parameter)]
                }),
            "suite_sha256": .string(run.suiteSHA256), "code_version": .string(run.codeVersion),
            "aggregation": "mean of clamped passes", "missing": "intention to treat",
        ]
    }

    private func header(_ files: VerdictFilesRecord) -> JSONValue {
        [
            "id": .null, "name": "verdict files", "simulated": .null,
            "dataset": [
                "name": .string(files.datasetName), "sha256": .string(files.datasetSHA256),
                "tasks": .integer(tasks.count), "ungraded_tasks": .integer(files.ungradedTasks),
            ],
            "judge": ["model": files.judge.json, "passes": .integer(files.passes)],
            "files": .array(
                files.files.map { ["name": .string($0.name), "sha256": .string($0.sha256)] }),
            "aggregation": "mean of clamped passes", "missing": "intention to treat",
        ]
    }
}

extension String? {
    var json: JSONValue { map { .string($0) } ?? .null }
}

extension Double? {
    var json: JSONValue { flatMap { $0.isFinite ? .number($0) : nil } ?? .null }
    /// A share in 0…1 as a percentage.
    var percentJSON: JSONValue { map { $0 * 100 }.json }
}

extension Interval? {
    /// Both ends as percentages; null without an interval.
    var percentJSON: JSONValue {
        map { .array([$0.low.percentJSON, $0.high.percentJSON]) } ?? .null
    }
}

extension USD? {
    var json: JSONValue { (map(\.dollars)).json }
}
