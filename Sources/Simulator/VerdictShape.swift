import JSONText

/// The JSON that a judge is to reply with.
struct VerdictShape: Equatable {
    /// Whether it is a list of verdicts with ids, or one verdict.
    var isList: Bool
    /// Whether a verdict is a truth value, `criteria_met`, or a word, `criterion_status`.
    var isTruthValue: Bool

    /// By the name of the schema that is asked for, else by the names of members that the
    /// instructions give.
    init(schemaName: String?, instructions: String) {
        switch schemaName {
        case "verdict": self.init(isList: false, isTruthValue: false)
        case "verdicts": self.init(isList: true, isTruthValue: false)
        case "healthbench_verdict": self.init(isList: false, isTruthValue: true)
        default:
            self.init(
                isList: instructions.contains("\"verdicts\"")
                    || instructions.contains("`verdicts`"),
                isTruthValue: instructions.contains("criteria_met"))
        }
    }

    init(isList: Bool, isTruthValue: Bool) {
        self.isList = isList
        self.isTruthValue = isTruthValue
    }

    /// Names of schemas that only a judge is asked to fill.
    static let schemaNames: Set<String> = ["verdict", "verdicts", "healthbench_verdict"]

    /// A verdict as it is put into words.
    struct Entry {
        let id: String?
        let explanation: String
        let isMet: Bool
    }

    /// The reply with these verdicts, of which there is at least one; a reply of one verdict has
    /// the first.
    func reply(_ entries: [Entry]) -> String {
        guard isList else { return JSONValue.object(members(of: entries[0])).text }
        let verdicts = entries.map { entry in
            var object = JSONObject(pairs: [("id", .string(entry.id ?? ""))])
            object.members += members(of: entry).members
            return JSONValue.object(object)
        }
        let reply: JSONValue = ["verdicts": .array(verdicts)]
        return reply.text
    }

    private func members(of entry: Entry) -> JSONObject {
        JSONObject(pairs: [
            ("explanation", .string(entry.explanation)),
            isTruthValue
                ? ("criteria_met", .bool(entry.isMet))
                : ("criterion_status", .string(entry.isMet ? "MET" : "UNMET")),
        ])
    }
}
