import Testing
import Vocabulary

@testable import Catalog

@Suite("Exclusion lists")
struct ExclusionListReaderTests {
    private static let head = "name: l\nversion: 1\n"

    private func read(_ text: String, _ more: [String: String] = [:]) throws -> ExclusionListSpec {
        try TemporaryFolder.with(["l.yaml": Self.head + text].merging(more) { $1 }) {
            try ExclusionListReader.read($0["l.yaml"], bundledFolder: $0["bundled"])
        }
    }

    private func entry(_ rest: String) -> String {
        "entries:\n  - id: e\n    tier: A\n    reason: r\n    \(rest)\n"
    }

    @Test("A list is read with all it may have, in lower case")
    func reads() throws {
        let list = try read(
            entry("hosts: [A.example, xn--bcher-kva.example]")
                + """
                  - id: f
                    tier: B
                    reason: s
                    repositories: [Owner/Name, o/n/*x*]
                    paths: [a.example/B/c]
                    url_patterns: ["a.example/d*"]
                    url_markers: ["2602.11685"]
                    text_markers: ["A name of six"]
                  - {id: g, tier: C, reason: t, shorteners: [s.example]}
                allow: [a.example/free, b.example]
                repository_hosts: [github.com, api.github.com/repos]
                wrappers: {readers: [r.example, g.example/url], label_hosts: [t.example], parameters: [URL]}
                """)
        #expect(list.name == "l" && list.version == "1")
        #expect(list.entries.map(\.id) == ["e", "f", "g"])
        #expect(list.entries.map(\.tier) == [.answerKey, .results, .wrapper])
        #expect(list.entries[0].hosts == ["a.example", "xn--bcher-kva.example"])
        #expect(list.entries[1].repositories == ["owner/name", "o/n/*x*"])
        #expect(list.entries[1].paths == ["a.example/b/c"])
        #expect(list.entries[1].patterns == ["a.example/d*"])
        #expect(list.entries[1].urlMarkers == ["2602.11685"])
        #expect(list.entries[1].textMarkers == ["a name of six"])
        #expect(list.entries[2].shorteners == ["s.example"])
        #expect(list.allowed == ["a.example/free", "b.example"])
        #expect(list.repositoryHosts == ["github.com", "api.github.com/repos"])
        #expect(
            list.wrappers
                == .init(
                    readers: ["r.example", "g.example/url"], labelHosts: ["t.example"],
                    parameters: ["url"]))
    }

    @Test(
        "A list that extends another has all of it, and a name of its own",
        arguments: ["b", "b.yaml"])
    func extends(base: String) throws {
        let text = "name: b\nversion: 2\nallow: [x.example]\n" + entry("hosts: [b.example]")
        let list = try read(
            "extends: \(base)\nentries: [{id: own, tier: B, reason: r, hosts: [a.example]}]\n",
            ["b.yaml": text, "bundled/b.yaml": text])
        #expect(list.name == "l" && list.version == "1")
        #expect(list.entries.flatMap(\.hosts) == ["b.example", "a.example"])
        #expect(list.allowed == ["x.example"])
    }

    @Test(
        "What is wrong is named with its line and what to do",
        arguments: [
            ("nmae: x", 3, "did you mean 'name'?"),
            ("entries: x", 3, "must be a list"),
            ("entries:\n  - {id: e, tier: D, reason: r, hosts: [a.example]}", 4, "can't be 'D'"),
            ("entries:\n  - {id: e, tier: A, hosts: [a.example]}", 4, "'reason' is missing"),
            ("entries:\n  - {id: e, tier: A, reason: r}", 4, "keeps nothing away"),
            ("entries:\n  - {id: e, tier: A, reason: r, host: [a.example]}", 4, "'hosts'?"),
            (
                "entries:\n  - {id: a/b, tier: A, reason: r, hosts: [a.example]}", 4,
                "can't be a name"
            ),
            (
                "entries:\n  - {id: e, tier: A, reason: r, hosts: [a.example]}\n"
                    + "  - {id: e, tier: A, reason: r, hosts: [b.example]}",
                5, "the id of another entry"
            ),
            (
                "entries:\n  - id: e\n    tier: A\n    reason: r\n    hosts:\n      - a.example\n"
                    + "      - A.example",
                9, "'a.example' is given twice"
            ),
            (
                "entries:\n  - {id: e, tier: A, reason: r, hosts: [a.example]}\n"
                    + "  - {id: f, tier: A, reason: r, hosts: [a.example]}",
                5, "'a.example' is given twice"
            ),
            ("extends: nowhere", 3, "no list 'nowhere' to extend"),
            ("extends: l.yaml", 3, "is there a circle?"),
            ("allow: ['https://a.example/']", 3, "can't be a host"),
            ("wrappers: {readers: [a.example], labels: [b]}", 3, "'labels' is not known"),
            ("wrappers: {parameters: ['u=']}", 3, "can't be a parameter"),
        ])
    func faults(text: String, line: Int, words: String) throws {
        let error = try #require(throws: CatalogError.self) { try read(text) }
        #expect(error.line == line, "\(error)")
        #expect(error.description.contains(words), "\(error)")
    }

    @Test(
        "Texts that could never hold, or hold everywhere, are refused",
        arguments: [
            ("hosts: [com]", "can't be a host"),
            ("hosts: ['https://a.example']", "can't be a host"),
            ("hosts: ['a.example:80']", "can't be a host"),
            ("hosts: [a..example]", "can't be a host"),
            ("hosts: [.example.com]", "can't be a host"),
            ("hosts: [a.example/x]", "can't be a host"),
            ("hosts: [b\u{FC}cher.example]", "can't be a host"),
            ("shorteners: [x]", "can't be a host"),
            ("paths: [a.example]", "needs a path"), ("paths: [a.example/]", "needs a path"),
            ("paths: [a.example/b/]", "needs a path"), ("paths: [a.example/../b]", "needs a path"),
            ("paths: ['a.example/b?c']", "needs a path"),
            ("paths: ['a.example/b*']", "is a pattern"),
            ("url_patterns: ['*.example/x']", "can't be a host"),
            ("repositories: [name]", "can't be a repository"),
            ("repositories: ['https://github.com/a/b']", "can't be a repository"),
            ("url_markers: [draco]", "can't be a marker"),
            ("text_markers: [' draco x']", "can't be"),
        ])
    func texts(rest: String, words: String) throws {
        let error = try #require(throws: CatalogError.self) { try read(entry(rest)) }
        #expect(error.line == 7)
        #expect(error.description.contains(words), "\(error)")
    }

    // MARK: - By name

    private func workspace() throws -> Workspace {
        try Workspace(home: Repository.path, currentDirectory: "/", executable: "")
    }

    @Test("Bundled lists are found by name, with and without the old prefix")
    func bundled() throws {
        let workspace = try workspace()
        let draco = try workspace.exclusionList("draco")
        #expect(try workspace.exclusionList("builtin:draco") == draco)
        #expect(try workspace.exclusionList("none").entries.isEmpty)
        #expect(workspace.exclusionListNames() == ["draco", "draco-strict"])
        let strict = try workspace.exclusionList("draco-strict")
        #expect(strict.entries.count == draco.entries.count + 1)
    }

    @Test("A list is found by path as well")
    func path() throws {
        try TemporaryFolder.with(["l.yaml": Self.head + "extends: draco\n"]) { folder in
            let list = try workspace().exclusionList(folder["l.yaml"])
            #expect(list.name == "l" && !list.entries.isEmpty)
        }
    }

    @Test(
        "A name that leads nowhere is refused with those that lead somewhere",
        arguments: [
            "drako", "builtin:drako", "builtin:none", "../exclusions",
        ])
    func unknown(name: String) throws {
        let error = try #require(throws: CatalogError.self) {
            try workspace().exclusionList(name)
        }
        #expect(error.description.contains("there is no"), "\(error)")
    }
}
