import FoundationEssentials
import Vocabulary

/// Gold sets, `rubrics/gold/<name>.jsonl`.
extension Workspace {
    /// The folder of the gold sets that go by name.
    package var gold: String { rubrics + "/gold" }

    /// The names of the gold sets, sorted.
    package func goldSetNames() -> [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: gold)) ?? []  // None.
        return files.filter {
            $0.hasSuffix(".jsonl") && !$0.hasSuffix(GoldSetReader.answersEnding)
        }.map { String($0.dropLast(".jsonl".count)) }.sorted()
    }

    /// A gold set by name, or by the path of its JSONL or CSV file.
    ///
    /// - Parameter tasks: of the dataset that its labels are on.
    package func goldSet(
        _ nameOrPath: String, tasks: [ResearchTask]
    ) throws(CatalogError) -> GoldSet {
        let known = goldSetNames()
        if known.contains(nameOrPath) {
            return try GoldSetReader.read("\(gold)/\(nameOrPath).jsonl", tasks: tasks)
        }
        guard nameOrPath.contains("/") || SourceFile.exists(nameOrPath) else {
            let names = known.isEmpty ? "" : "one of \(known.joined(separator: ", ")), or "
            throw CatalogError(
                file: nameOrPath,
                reason: """
                    there is no gold set of that name; use \(names)the path of a .jsonl or .csv \
                    file
                    """)
        }
        return try GoldSetReader.read(nameOrPath, tasks: tasks)
    }
}
