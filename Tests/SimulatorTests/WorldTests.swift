import Digests
import Testing
import Vocabulary

@testable import Simulator

@Suite("The made-up web")
struct WorldTests {
    private static let tasks = TaskPopulation(seed: 3).tasks(0..<6)

    /// Queries as researchers make them: a subject, and some words of the problem.
    private static let queries = tasks.flatMap { task in
        let words = task.problem.split { $0.isWhitespace }
        return (0..<8).map { start in
            (words.prefix(6) + words.dropFirst(6 + start).prefix(6)).joined(separator: " ")
        }
    }

    @Test(
        "Without more key pages, what searches find and pages say never changes: scores hang on it",
        arguments: [
            (UInt64(5), "3bb245f4fd81d0c852e86e2bc2985729343e3d328f7e723ad0386ef65ba7324b"),
            (UInt64(6), "412e1625db4eda72afb5a328a0e41acc65db1cd7036f424492bd55c8d924626c"),
        ])
    func golden(seed: UInt64, sha256: String) {
        let world = World(tasks: Self.tasks, seed: seed)
        let found = Self.queries.flatMap { query in
            [query] + world.search(query).flatMap { [$0.url, $0.title, $0.excerpt, $0.html] }
        }
        #expect(found.count > 300)
        #expect(SHA256.hex(fields: found) == sha256)
    }
}
