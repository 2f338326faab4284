import Catalog
import Contamination
import FoundationEssentials

/// The lists that come with the program.
enum BundledList {
    static func draco() throws -> ExclusionList { try named("draco") }

    static func named(_ name: String) throws -> ExclusionList {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path
        let workspace = try Workspace(home: root, currentDirectory: root, executable: "")
        return ExclusionList(try workspace.exclusionList(name))
    }
}
