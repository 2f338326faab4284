import JSONText
import Vocabulary

/// One label as it lies in its file, before it is held against the tasks.
struct GoldRow {
    /// The answer itself, or its id in the file of answers.
    enum Answer {
        case text(String)
        case reference(String)
    }

    let taskID: String
    let criterionID: String
    let answer: Answer
    let gold: Verdict
    let polarity: Polarity
    let weight: Int
    let annotators: [String: Verdict]
    let evidence: [String]
    let difficulty: String?

    static let members = [
        "task_id", "criterion_id", "answer", "answer_ref", "gold", "annotators", "polarity",
        "weight", "evidence", "case",
    ]

    init(_ line: JSONLine) throws(CatalogError) {
        try line.allow(only: Self.members)
        taskID = try line.required("task_id")
        criterionID = try line.required("criterion_id")
        answer = try Self.answer(in: line)
        annotators = try Self.annotators(in: line)
        gold = try Self.gold(in: line, annotators)
        polarity = try Self.polarity(in: line)
        weight = try Self.weight(in: line)
        evidence = try Self.evidence(in: line)
        difficulty = try line.string("case")
    }

    private static func answer(in line: JSONLine) throws(CatalogError) -> Answer {
        switch (try line.string("answer"), try line.string("answer_ref")) {
        case (let text?, nil): return .text(text)
        case (nil, let id?): return .reference(id)
        case (nil, nil):
            throw line.fault("there is no \"answer\" and no \"answer_ref\"; give one of them")
        case (_?, _?):
            throw line.fault("there are both \"answer\" and \"answer_ref\"; drop one")
        }
    }

    private static func verdict(
        _ word: String, of name: String, in line: JSONLine
    ) throws(CatalogError) -> Verdict {
        guard let verdict = Verdict(rawValue: word) else {
            throw line.fault("\"\(name)\" is \"\(word)\"; it must be MET or UNMET")
        }
        return verdict
    }

    private static func annotators(in line: JSONLine) throws(CatalogError) -> [String: Verdict] {
        guard let value = line.object["annotators"], !value.isNull else { return [:] }
        guard let object = value.object else {
            throw line.fault(
                "\"annotators\" is \(value.kindName); it must be an object of names and verdicts")
        }
        var verdicts: [String: Verdict] = [:]
        for member in object.members where !member.value.isNull {
            guard !member.key.isEmpty else {
                throw line.fault("an annotator has no name; give them one")
            }
            guard let word = member.value.string else {
                throw line.fault(
                    "annotator \"\(member.key)\" gives \(member.value.kindName); it must be MET "
                        + "or UNMET")
            }
            verdicts[member.key] = try verdict(word, of: member.key, in: line)
        }
        return verdicts
    }

    /// As it is given, or what most annotators say.
    private static func gold(
        in line: JSONLine, _ annotators: [String: Verdict]
    ) throws(CatalogError) -> Verdict {
        if let word = try line.string("gold") { return try verdict(word, of: "gold", in: line) }
        let met = annotators.values.count { $0 == .met }
        let unmet = annotators.count - met
        guard met != unmet else {
            throw line.fault(
                annotators.isEmpty
                    ? "\"gold\" is missing and there are no annotators; add MET or UNMET"
                    : "\"gold\" is missing and the annotators are split \(met) to \(unmet); "
                        + "decide and add MET or UNMET")
        }
        return met > unmet ? .met : .unmet
    }

    private static func polarity(in line: JSONLine) throws(CatalogError) -> Polarity {
        let word = try line.required("polarity")
        guard let polarity = Polarity(rawValue: word) else {
            throw line.fault("\"polarity\" is \"\(word)\"; it must be positive or negative")
        }
        return polarity
    }

    private static func weight(in line: JSONLine) throws(CatalogError) -> Int {
        guard let value = line.object["weight"], !value.isNull else {
            throw line.fault("\"weight\" is missing; add it")
        }
        guard let weight = value.integer else {
            throw line.fault("\"weight\" must be a whole number; correct it")
        }
        return weight
    }

    private static func evidence(in line: JSONLine) throws(CatalogError) -> [String] {
        guard let value = line.object["evidence"], !value.isNull else { return [] }
        guard let elements = value.array else {
            throw line.fault("\"evidence\" is \(value.kindName); it must be a list of strings")
        }
        var pieces: [String] = []
        for element in elements {
            guard let piece = element.string, !piece.isEmpty else {
                throw line.fault(
                    "\"evidence\" must be a list of strings that are not empty; correct it")
            }
            pieces.append(piece)
        }
        return pieces
    }
}
