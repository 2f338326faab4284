import Vocabulary

extension AuditReport {
    /// What got through of one page, or of no page, for one configuration's answers to one task.
    struct Evidence {
        let configuration: String
        let task: String
        /// Nil: in a query or in a text of the model's own.
        let url: String?
        /// What shows most, of those the first that taints.
        var worst: LeakFinding
        /// Places in the panel; none of a solo answer and of a synthesizer's.
        var members: Set<Int> = []
        var kinds: Set<LeakFinding.Evidence> = []
        var findings = 0

        mutating func add(_ found: TextFinding) {
            if Self.weight(worst) < Self.weight(found.finding) { worst = found.finding }
            if let member = found.member { members.insert(member) }
            kinds.insert(found.finding.evidence)
            findings += 1
        }

        static func weight(_ finding: LeakFinding) -> Int {
            let shown = LeakFinding.Severity.allCases.count { $0 < finding.severity }
            return 2 * shown + (finding.taints ? 1 : 0)
        }
    }

    /// What shows most first, and else in the order of the answers.
    private var gotThrough: [Evidence] {
        struct Key: Hashable { let configuration, task, url: String? }
        var places: [Key: Int] = [:]
        var groups: [Evidence] = []
        for answer in answers {
            for found in answer.findings where !found.finding.wasKeptAway {
                let (unit, url) = (answer.unit, found.finding.url)
                let key = Key(configuration: unit.configurationID, task: unit.taskID, url: url)
                let place = places[key] ?? groups.count
                if place == groups.count {
                    places[key] = place
                    groups.append(
                        Evidence(
                            configuration: unit.configurationID, task: unit.taskID, url: url,
                            worst: found.finding))
                }
                groups[place].add(found)
            }
        }
        return groups.enumerated().sorted { a, b in
            let (first, second) = (
                Evidence.weight(a.element.worst), Evidence.weight(b.element.worst)
            )
            return first != second ? first > second : a.offset < b.offset
        }.map(\.element)
    }

    private static let mostListed = 60

    var evidenceSection: String {
        let groups = gotThrough
        guard !groups.isEmpty else { return "" }
        var table = MarkdownTable([
            ("Configuration", .left), ("Task", .left), ("Member", .right), ("Shows", .left),
            ("Evidence", .left), ("Tier", .left), ("Findings", .right), ("Where", .left),
            ("What", .left),
        ])
        for group in groups.prefix(Self.mostListed) {
            let kinds = LeakFinding.Evidence.allCases.filter(group.kinds.contains)
            table.add([
                Escape.markdown(group.configuration), Escape.markdown(group.task),
                group.members.sorted().map { "\($0 + 1)" }.joined(separator: ", "),
                group.worst.severity.words, kinds.map(\.words).joined(separator: ", "),
                group.worst.tier?.rawValue ?? "", "\(group.findings)",
                group.url.map { Escape.markdown(Self.cut($0)) } ?? "own words",
                Escape.markdown(Self.cut(group.worst.detail)),
            ])
        }
        let rest = groups.dropFirst(Self.mostListed)
        let more = rest.reduce(0) { $0 + $1.findings }
        return """
            ## Evidence that got through

            \(table.text)

            A line for every configuration, task and page, what shows most first; tier and what are \
            those of its gravest finding. Own words: a query, a draft or an answer.\(rest.isEmpty
                ? ""
                : " \(rest.count) more lines with \(more) findings are left out;")\
             `--format json` has every finding.
            """
    }

    /// By scalars, since one character can be as long as a page.
    private static func cut(_ text: String) -> String {
        let scalars = text.unicodeScalars
        return scalars.count > 120 ? "\(String(scalars.prefix(120)))…" : text
    }
}

extension LeakFinding.Severity {
    fileprivate var words: String {
        switch self {
        case .metadata: "metadata"
        case .questionContext: "question"
        case .explicitAnswer: "answer key"
        }
    }
}

extension LeakFinding.Evidence {
    fileprivate var words: String {
        self == .selfRecognition ? "self-recognition" : rawValue
    }
}
