import FoundationEssentials
import Vocabulary

extension Workspace {
    /// An exclusion list as a suite names it: `none`, a bundled one (`draco`, `builtin:draco`), or
    /// the path of a YAML file.
    package func exclusionList(_ nameOrPath: String) throws(CatalogError) -> ExclusionListSpec {
        if nameOrPath == "none" { return ExclusionListSpec() }
        let isBuiltin = nameOrPath.hasPrefix("builtin:")
        let name = isBuiltin ? String(nameOrPath.dropFirst("builtin:".count)) : nameOrPath
        if FileName.isSafe(name), SourceFile.exists("\(exclusions)/\(name).yaml") {
            return try ExclusionListReader.read(
                "\(exclusions)/\(name).yaml", bundledFolder: exclusions)
        }
        if isBuiltin || (!nameOrPath.contains("/") && !SourceFile.exists(nameOrPath)) {
            let known = (["none"] + exclusionListNames()).joined(separator: ", ")
            throw CatalogError(
                file: nameOrPath,
                reason: """
                    there is no exclusion list of that name; use one of \(known), or the path of \
                    a YAML file
                    """)
        }
        return try ExclusionListReader.read(nameOrPath, bundledFolder: exclusions)
    }

    /// The names of the bundled lists, sorted.
    package func exclusionListNames() -> [String] {
        let folder = exclusions
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []  // None.
        return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }

    private var exclusions: String { datasets + "/exclusions" }
}
