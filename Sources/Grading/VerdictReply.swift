import Digests
import Inference
import JSONText
import Vocabulary

/// A judge's reply: the explanation first, then MET or UNMET (DRACO paper, appendix C.5).
struct VerdictReply: Equatable {
    let explanation: String
    let verdict: Verdict

    /// Nil where the reply has no ruling in it that leaves no doubt.
    ///
    /// Fences, prose around the object and the case of the word are passed over. A reply without
    /// the object is none, even if the word occurs in it: a judge that thinks aloud uses both.
    init?(parsing reply: String) {
        let object = JSONValue.lastObject(in: reply) { $0["criterion_status"] != nil }
        guard let object, let word = object["criterion_status"]?.string,
            let verdict = Verdict(rawValue: Self.bare(word).uppercased())
        else { return nil }
        self.verdict = verdict
        explanation = object["explanation"]?.string ?? ""
    }

    private static func bare(_ word: String) -> String {
        String(word.filter { !$0.isWhitespace })
    }

    /// The shape that is asked for where the endpoint can enforce one.
    static let schema = ResponseSchema(
        name: "verdict",
        schema: [
            "type": "object",
            "properties": [
                "explanation": ["type": "string"],
                "criterion_status": ["type": "string", "enum": ["MET", "UNMET"]],
            ],
            "required": ["explanation", "criterion_status"],
            "additionalProperties": false,
        ])

    static let schemaSHA256 = SHA256.hex(schema.schema.text.utf8)
}
