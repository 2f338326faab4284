import Digests

/// How a judge is asked: its instructions, the template of its question, and the shape of its
/// reply. A file under `rubrics/judges/` holds one.
package struct JudgeDefinition: Sendable, Equatable {
    package let name: String
    package let version: String
    package let mode: Mode
    /// What it is shown beside the answer and what the criterion asks for.
    package let inputs: Set<Input>
    package let reply: ReplyShape
    /// The system message.
    package let system: String
    /// The user message, with the places that are filled in for every question.
    package let question: JudgeTemplate
    /// SHA-256 of all that reaches the judge. Name, version and layout of the file are not part of
    /// it: a copy under another name asks the same.
    package let sha256: String

    package init(
        name: String, version: String, mode: Mode = .perCriterion,
        inputs: Set<Input> = [.query, .polarity], reply: ReplyShape = .usual, system: String,
        question: JudgeTemplate = .usual
    ) {
        self.name = name
        self.version = version
        self.mode = mode
        self.inputs = inputs
        self.reply = reply
        self.system = system
        self.question = question
        sha256 = SHA256.hex(
            fields: [mode.rawValue] + inputs.map(\.rawValue).sorted() + [
                reply.explanation, reply.verdict, reply.met.json, reply.unmet.json, system,
                question.source,
            ])
    }

    /// How many criteria a question is about.
    package enum Mode: String, Sendable, CaseIterable {
        /// One, as the DRACO paper does (its section 4.2).
        case perCriterion = "per-criterion"
        /// All of one axis of a rubric.
        case perAxis = "per-axis"
        /// All of a rubric.
        case perRubric = "per-rubric"

        /// The criteria of a rubric, in the groups in which they are asked about.
        package func groups(of rubric: Rubric) -> [[Criterion]] {
            switch self {
            case .perCriterion: rubric.criteria.map { [$0] }
            case .perAxis:
                Axis.allCases.map { axis in rubric.criteria.filter { $0.axis == axis } }
                    .filter { !$0.isEmpty }
            case .perRubric: [rubric.criteria]
            }
        }
    }

    package enum Input: String, Sendable, CaseIterable {
        case query
        /// The word positive or negative.
        case polarity
        case weight
        case axis
    }

    /// The names and words of a reply, which is JSON: an object for one criterion; for several, an
    /// object whose `verdicts` are a list of such objects, each with the criterion's `id`.
    package struct ReplyShape: Sendable, Equatable {
        package let explanation: String
        package let verdict: String
        package let met: Word
        package let unmet: Word

        package init(explanation: String, verdict: String, met: Word, unmet: Word) {
            self.explanation = explanation
            self.verdict = verdict
            self.met = met
            self.unmet = unmet
        }

        /// That of the DRACO paper, appendix C.5.
        package static let usual = ReplyShape(
            explanation: "explanation", verdict: "criterion_status", met: .text("MET"),
            unmet: .text("UNMET"))

        package enum Word: Sendable, Equatable {
            case text(String)
            case truth(Bool)

            /// As it stands in the reply.
            package var json: String {
                switch self {
                case .text(let text): "\"\(text)\""
                case .truth(let truth): truth ? "true" : "false"
                }
            }
        }
    }
}

/// A text with places that are filled in, all at once: what is filled in is never read as a
/// template itself, so an answer that contains a placeholder changes nothing.
package struct JudgeTemplate: Sendable, Equatable {
    package let source: String
    package let parts: [Part]

    package enum Part: Sendable, Equatable {
        case text(String)
        case place(Place)
    }

    /// What can be filled in, written `{{name}}`.
    package enum Place: String, Sendable, CaseIterable {
        case query
        case answer
        /// Hex digits made for the answer, which its text can't know, to mark where it ends.
        case tag
        /// What the criterion asks for.
        case criterion
        case polarity
        case weight
        case axis
        /// All criteria of the question, each a block with its id, where there are several.
        case criteria

        /// Whether it differs between the questions about one answer.
        package var isOfCriterion: Bool {
            switch self {
            case .query, .answer, .tag: false
            case .criterion, .polarity, .weight, .axis, .criteria: true
            }
        }
    }

    /// A placeholder that does not exist.
    package struct UnknownPlace: Error, Equatable {
        package let name: String
        /// 0-based line of the text.
        package let line: Int
    }

    package init(parsing source: String) throws(UnknownPlace) {
        var parts: [Part] = []
        var text = ""
        var rest = source[...]
        while let opening = rest.firstRange(of: "{{") {
            text += rest[..<opening.lowerBound]
            let afterOpening = rest[opening.upperBound...]
            guard let closing = afterOpening.firstRange(of: "}}") else { break }
            let name = afterOpening[..<closing.lowerBound]
            guard let place = Place(rawValue: String(name.filter { $0 != " " })) else {
                let line = source[..<opening.lowerBound].count { $0.isNewline }
                throw UnknownPlace(name: String(name.prefix(40)), line: line)
            }
            if !text.isEmpty { parts.append(.text(text)) }
            text = ""
            parts.append(.place(place))
            rest = afterOpening[closing.upperBound...]
        }
        text += rest
        if !text.isEmpty { parts.append(.text(text)) }
        self.source = source
        self.parts = parts
    }

    private init(source: String, parts: [Part]) {
        self.source = source
        self.parts = parts
    }

    package var places: Set<Place> {
        Set(
            parts.compactMap { part in
                switch part {
                case .text: nil
                case .place(let place): place
                }
            })
    }

    /// Whether query and answer come before all that differs between the questions about one
    /// answer, so that a provider can serve all but the first from its prompt cache.
    package var startsWithAnswer: Bool {
        let order = parts.compactMap { part -> Place? in
            switch part {
            case .text: nil
            case .place(let place): place
            }
        }
        let first = order.firstIndex(where: \.isOfCriterion) ?? order.endIndex
        return order[..<first].contains(.answer)
    }

    /// The blocks of the DRACO paper in its order (its section 4.2): criterion before answer.
    package static let usual = JudgeTemplate(
        source: """
            <criterion_type>
            {{polarity}}
            </criterion_type>

            <criterion>
            {{criterion}}
            </criterion>

            <query>
            {{query}}
            </query>

            <response-{{tag}}>
            {{answer}}
            </response-{{tag}}>
            """,
        parts: [
            .text("<criterion_type>\n"), .place(.polarity),
            .text("\n</criterion_type>\n\n<criterion>\n"), .place(.criterion),
            .text("\n</criterion>\n\n<query>\n"), .place(.query),
            .text("\n</query>\n\n<response-"), .place(.tag), .text(">\n"), .place(.answer),
            .text("\n</response-"), .place(.tag), .text(">"),
        ])
}
