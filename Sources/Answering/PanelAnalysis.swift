import Inference
import JSONText

/// The analyst's five-part comparison of drafts, as OpenRouter's Fusion defines it.
enum PanelAnalysis {
    static let parts = [
        "consensus", "contradictions", "partial_coverage", "unique_insights", "blind_spots",
    ]

    /// The analysis in a reply, fences and prose around it passed over; nil where there is none
    /// with all five parts as lists.
    static func parse(_ reply: String) -> JSONValue? {
        JSONValue.lastObject(in: reply) { object in
            parts.allSatisfy { object[$0]?.array != nil }
        }
    }

    static let schema = ResponseSchema(
        name: "panel_analysis",
        schema: object([
            ("consensus", list(of: string)),
            (
                "contradictions",
                list(
                    of: object([
                        ("topic", string),
                        ("stances", list(of: object([("model", string), ("stance", string)]))),
                    ]))
            ),
            (
                "partial_coverage",
                list(of: object([("models", list(of: string)), ("point", string)]))
            ),
            ("unique_insights", list(of: object([("model", string), ("insight", string)]))),
            ("blind_spots", list(of: string)),
        ]))

    private static let string: JSONValue = ["type": "string"]

    private static func list(of items: JSONValue) -> JSONValue {
        ["type": "array", "items": items]
    }

    private static func object(_ properties: [(String, JSONValue)]) -> JSONValue {
        [
            "type": "object",
            "properties": .object(JSONObject(pairs: properties)),
            "required": .array(properties.map { .string($0.0) }),
            "additionalProperties": false,
        ]
    }
}
