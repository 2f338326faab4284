import FoundationEssentials
import Vocabulary

/// What others published, `results/published/<name>.yaml`.
extension Workspace {
    private var published: String { results + "/published" }

    /// The names of the published results that ship with the workspace, sorted.
    package func publishedResultsNames() -> [String] {
        // No folder: none ship.
        let files = (try? FileManager.default.contentsOfDirectory(atPath: published)) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }

    /// Published results by name.
    package func publishedResults(_ name: String) throws(CatalogError) -> PublishedResults {
        let known = publishedResultsNames()
        guard known.contains(name) else {
            let advice =
                known.isEmpty
                ? "add a file to \(published)" : "use one of \(known.joined(separator: ", "))"
            throw CatalogError(
                file: name, reason: "there are no published results of that name; \(advice)")
        }
        return try PublishedResultsReader.read("\(published)/\(name).yaml")
    }
}
