import Digests
import Inference
import Vocabulary

/// An answer with the query it answers, made ready for all questions that a judge is asked about
/// it: what they have in common is filled in and escaped for JSON once.
package struct GradableAnswer: Sendable {
    package let key: String
    fileprivate let parts: [Part]

    fileprivate enum Part: Sendable {
        case filled(EscapedText)
        case open(JudgeTemplate.Place)
    }

    /// - Parameter judge: whose questions they are.
    package init(key: String, query: String, text: String, judge: Judge) {
        self.key = key
        let tag = judge.tag(forAnswer: text, key: key)
        let names = judge.blockNames
        var parts: [Part] = []
        var filled = ""
        for part in judge.definition.question.parts {
            switch part {
            case .text(let words): filled += words
            case .place(.query): filled += Tagged.defuse(query, names: names)
            case .place(.answer): filled += Tagged.defuse(text, names: names)
            case .place(.tag): filled += tag
            case .place(let place):
                if !filled.isEmpty { parts.append(.filled(EscapedText(filled))) }
                filled = ""
                parts.append(.open(place))
            }
        }
        if !filled.isEmpty { parts.append(.filled(EscapedText(filled))) }
        self.parts = parts
    }
}

/// One question to a judge: one answer, and one criterion or several.
struct JudgeQuestion {
    let criteria: [Criterion]
    let answer: GradableAnswer
    let definition: JudgeDefinition
    let blockNames: [String]

    /// The user message.
    var text: PromptText {
        let pieces = answer.parts.map { part -> PromptText.Piece in
            switch part {
            case .filled(let text): .escaped(text)
            case .open(let place): .plain(words(for: place))
            }
        }
        return PromptText(pieces, sharedPieces: definition.question.startsWithAnswer ? 1 : 0)
    }

    private func words(for place: JudgeTemplate.Place) -> String {
        guard let criterion = criteria.first else { return "" }
        return switch place {
        case .criterion: Tagged.defuse(criterion.requirement, names: blockNames)
        case .polarity: criterion.polarity.rawValue
        case .weight: String(criterion.weight)
        case .axis: criterion.axis.rawValue
        case .criteria: criteria.map(block).joined(separator: "\n")
        case .query, .answer, .tag: preconditionFailure("\(place) is filled in with the answer")
        }
    }

    private func block(_ criterion: Criterion) -> String {
        var attributes = " id=\"\(Self.attribute(criterion.id))\""
        if definition.inputs.contains(.polarity) {
            attributes += " type=\"\(criterion.polarity.rawValue)\""
        }
        if definition.inputs.contains(.weight) { attributes += " weight=\"\(criterion.weight)\"" }
        if definition.inputs.contains(.axis) {
            attributes += " axis=\"\(criterion.axis.rawValue)\""
        }
        let requirement = Tagged.defuse(criterion.requirement, names: blockNames)
        return "<criterion\(attributes)>\n\(requirement)\n</criterion>"
    }

    /// Ids come from a dataset, and could end the attribute that they stand in.
    static func attribute(_ id: String) -> String {
        id.filter { $0 != "\"" && $0 != "<" && $0 != ">" && !$0.isNewline }
    }
}

extension JudgeTemplate {
    /// The names of the blocks in it, none of which text from outside may close.
    var blockNames: [String] {
        let text = parts.map { part in
            switch part {
            case .text(let words): words
            case .place: ""
            }
        }.joined()
        var names: Set<String> = []
        for piece in text.split(separator: "</").dropFirst() {
            let name = piece.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            if !name.isEmpty { names.insert(name.lowercased()) }
        }
        return names.sorted()
    }
}
