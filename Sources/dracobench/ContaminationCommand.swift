import ArgumentParser
import Catalog
import Contamination
import JSONText
import Vocabulary

/// `dracobench contamination …`
struct ContaminationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contamination",
        abstract: "What models under test must not reach.",
        subcommands: [Check.self, Screen.self, Audit.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says of addresses whether an exclusion list keeps them away, and why.",
            discussion: """
                One JSON object a line: url, host, chain (the hosts around the address that is \
                excluded), blocked, reason, tier (A answer key, B paper and results, C hides where \
                it leads). Exit code 1 when any is blocked.
                """)

        @Argument(help: "Addresses, or '-' for standard input, one a line.")
        var urls: [String]

        @Option(help: "A bundled list or the path of a YAML file.")
        var list = "draco"

        @Flag(help: "Sentences for people instead of JSON.")
        var explain = false

        @OptionGroup var home: WorkspaceOptions

        func run() throws {
            let spec = try home.workspace().exclusionList(list)
            let exclusion = ExclusionList(spec)
            var count = 0
            var blocked = 0
            var lines = ""
            func check(_ url: String) {
                let decision = exclusion.decision(on: url)
                count += 1
                if decision.isBlocked { blocked += 1 }
                lines += explain ? decision.sentence(spec) : decision.json
                lines += "\n"
                guard lines.utf8.count > Self.bytesAtOnce else { return }
                Terminal.print(lines)
                lines = ""
            }
            for url in urls {
                guard url == "-" else {
                    check(url)
                    continue
                }
                while let line = readLine() {
                    if !line.allSatisfy(\.isWhitespace) { check(line) }
                }
            }
            if !lines.isEmpty { Terminal.print(lines) }
            guard blocked == 0 else {
                throw CommandFailure(
                    "The list \(exclusion.name) blocks \(blocked) of \(count).", code: .checkFailed)
            }
        }

        /// Written to standard output in one go.
        private static let bytesAtOnce = 1 << 16
    }
}

extension URLDecision {
    fileprivate var json: String {
        let value: JSONValue = [
            "url": .string(url), "host": host.map { .string($0) } ?? .null,
            "chain": .array(chain.map { .string($0) }), "blocked": .bool(isBlocked),
            "reason": reason.map { .string($0) } ?? .null,
            "tier": tier.map { .string($0.rawValue) } ?? .null,
        ]
        return value.text
    }

    /// - Parameter list: the rules, with their reasons.
    fileprivate func sentence(_ list: ExclusionListSpec) -> String {
        let url = JSONValue.string(String(self.url.prefix(200))).text
        guard let rule else { return "\(url) may be reached." }
        let why =
            switch rule {
            case "unparseable": "it can't be read as an http or https address"
            case "nested-too-deep": "it has more addresses inside it than can be judged"
            default: "\(rule)\(Self.reason(for: rule, in: list).map { ", \($0)" } ?? "")"
            }
        let through = chain.isEmpty ? "" : " It is inside \(chain.joined(separator: " > "))."
        let tier = tier.map { " Tier \($0.rawValue)." } ?? ""
        return "\(url) is blocked: \(why).\(tier)\(through)"
    }

    private static func reason(for rule: String, in list: ExclusionListSpec) -> String? {
        let name = rule.drop { $0 != ":" }.dropFirst()
        return list.entries.first { entry in
            switch rule.prefix(while: { $0 != ":" }) {
            case "host": entry.hosts.contains(String(name))
            case "repo": entry.repositories.contains(String(name))
            case "unresolved-shortener": !entry.shorteners.isEmpty
            default: entry.id == name
            }
        }.map(\.reason)
    }
}
