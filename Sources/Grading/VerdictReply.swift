import Digests
import Inference
import JSONText
import Vocabulary

/// A judge's ruling on one criterion, as its reply has it.
struct VerdictReply: Equatable {
    let explanation: String
    let verdict: Verdict
}

/// Reads what judges reply in the shape that their definition asks for.
struct VerdictReader: Sendable {
    private let shape: JudgeDefinition.ReplyShape
    /// The shape that is asked for where the endpoint can enforce one.
    let schema: ResponseSchema
    /// SHA-256 of it.
    let schemaSHA256: String
    private let isForSeveral: Bool

    init(_ definition: JudgeDefinition) {
        shape = definition.reply
        isForSeveral = definition.mode != .perCriterion
        schema =
            isForSeveral
            ? Self.listSchema(definition.reply)
            : ResponseSchema(
                name: definition.reply == .usual
                    ? "verdict" : "\(definition.reply.verdict)_verdict",
                schema: Self.object(definition.reply, id: false))
        schemaSHA256 = SHA256.hex(schema.schema.text.utf8)
    }

    /// The rulings of a reply on those criteria, by criterion id.
    ///
    /// Fences, prose around the object and the case of the words are passed over. A reply without
    /// the object is none, even if a word occurs in it: a judge that thinks aloud uses both. A
    /// criterion that is ruled on twice with different verdicts has no ruling: one of them may be
    /// what the answer said.
    func rulings(in reply: String, on criteria: [Criterion]) -> [String: VerdictReply] {
        guard isForSeveral else {
            var verdicts: Set<Verdict?> = []
            let object = JSONValue.lastObject(in: reply) { candidate in
                guard let given = candidate[shape.verdict] else { return false }
                verdicts.insert(verdict(given))
                return true
            }
            guard let only = criteria.first, verdicts.count == 1,
                let ruling = object?.object.flatMap(ruling)
            else { return [:] }
            return [only.id: ruling]
        }
        var entries: [JSONValue] = []
        _ = JSONValue.lastObject(in: reply) { candidate in
            guard let list = candidate["verdicts"]?.array else { return false }
            entries += list
            return true
        }
        var found: [String: VerdictReply] = [:]
        var contradicted: Set<String> = []
        for entry in entries {
            guard let object = entry.object, let id = entry["id"]?.string else { continue }
            guard let ruling = ruling(in: object) else {
                contradicted.insert(id)
                continue
            }
            if let earlier = found[id], earlier.verdict != ruling.verdict {
                contradicted.insert(id)
            }
            found[id] = ruling
        }
        var rulings: [String: VerdictReply] = [:]
        for criterion in criteria {
            let id = JudgeQuestion.attribute(criterion.id)
            if !contradicted.contains(id) { rulings[criterion.id] = found[id] }
        }
        return rulings
    }

    private func ruling(in object: JSONObject) -> VerdictReply? {
        guard let verdict = verdict(object[shape.verdict]) else { return nil }
        return VerdictReply(
            explanation: object[shape.explanation]?.string ?? "", verdict: verdict)
    }

    private func verdict(_ value: JSONValue?) -> Verdict? {
        if matches(value, shape.met) { return .met }
        return matches(value, shape.unmet) ? .unmet : nil
    }

    private func matches(_ value: JSONValue?, _ word: JudgeDefinition.ReplyShape.Word) -> Bool {
        switch (value, word) {
        case (.string(let text), .text(let word)):
            text.filter { !$0.isWhitespace }.lowercased() == word.lowercased()
        case (.bool(let truth), .truth(let word)): truth == word
        default: false
        }
    }

    // MARK: - Schemas

    private static func listSchema(_ shape: JudgeDefinition.ReplyShape) -> ResponseSchema {
        ResponseSchema(
            name: "verdicts",
            schema: [
                "type": "object",
                "properties": ["verdicts": ["type": "array", "items": object(shape, id: true)]],
                "required": ["verdicts"], "additionalProperties": false,
            ])
    }

    /// The explanation comes before the verdict, so that it can lead to it.
    private static func object(_ shape: JudgeDefinition.ReplyShape, id: Bool) -> JSONValue {
        var properties = JSONObject()
        if id { properties["id"] = ["type": "string"] }
        properties[shape.explanation] = ["type": "string"]
        properties[shape.verdict] =
            switch (shape.met, shape.unmet) {
            case (.text(let met), .text(let unmet)):
                ["type": "string", "enum": [.string(met), .string(unmet)]]
            default: ["type": "boolean"]
            }
        return [
            "type": "object", "properties": .object(properties),
            "required": .array(properties.keys.map { .string($0) }),
            "additionalProperties": false,
        ]
    }
}
