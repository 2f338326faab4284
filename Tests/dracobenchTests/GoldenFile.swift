import Foundation
import Testing

/// A text that people read, held by a file beside the tests. `DRACOBENCH_UPDATE_GOLDEN=1` rewrites
/// the files; the difference is what a reviewer reads.
enum GoldenFile {
    static func expect(
        _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(components: "Golden", name)
        if ProcessInfo.processInfo.environment["DRACOBENCH_UPDATE_GOLDEN"] == "1" {
            try Data(text.utf8).write(to: file)
        }
        let golden = try Data(contentsOf: file)
        // As bytes, since strings that differ in bytes can be equal.
        #expect(
            Data(text.utf8) == golden, "\(name) has changed:\n\(text)",
            sourceLocation: sourceLocation)
    }
}
