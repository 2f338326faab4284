import FoundationEssentials
import Vocabulary

/// Reads judge definitions: front matter, the system message, a line `<!-- question -->`, and the
/// template of the user message.
///
/// Without that line the question is the DRACO paper's.
package struct JudgeFile {
    private let path: String

    /// The definition of that name in a folder, which is what its file must be called as well.
    static func read(named name: String, in folder: String) throws(CatalogError) -> JudgeDefinition
    {
        let path = "\(folder)/\(name).md"
        guard FileName.isSafe(name), SourceFile.exists(path) else {
            let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            let known = files.filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }.sorted()
            throw CatalogError(
                file: path,
                reason: """
                    there is no judge of that name; \
                    \(known.isEmpty ? "write one" : "use \(known.joined(separator: ", "))")
                    """)
        }
        return try read(path: path, mustBeNamed: name)
    }

    /// The definition in a file, wherever it lies.
    package static func read(path: String) throws(CatalogError) -> JudgeDefinition {
        try read(path: path, mustBeNamed: nil)
    }

    private static func read(
        path: String, mustBeNamed name: String?
    ) throws(CatalogError) -> JudgeDefinition {
        let text = try SourceFile.text(path, atMost: 1 << 20)
        return try JudgeFile(path: path).definition(text, mustBeNamed: name)
    }

    private func definition(
        _ text: String, mustBeNamed name: String?
    ) throws(CatalogError) -> JudgeDefinition {
        let parts = text.split(separator: "---\n", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].isEmpty else {
            throw CatalogError(
                file: path, line: 1,
                reason: "the file must start with '---', name and version, and '---'")
        }
        let header = try YAMLMapping(parsing: String(parts[1]), file: path, firstLine: 2)
        try header.allow(only: ["name", "version", "mode", "inputs", "reply"])
        let given = try header.required("name")
        if let name, try given.string() != name {
            // A copy that keeps the name of what it was copied from would pass for it in reports.
            throw given.fault(
                """
                the judge calls itself '\(try given.string())', and the file is \(name).md; make \
                them the same
                """)
        }
        let mode = try header["mode"]?.word(JudgeDefinition.Mode.self) ?? .perCriterion
        let reply = try header["reply"].map(replyShape) ?? .usual
        let bodyLine = 2 + parts[0...1].reduce(0) { $0 + $1.count(where: \.isNewline) } + 1
        let body = Body(String(parts[2]), firstLine: bodyLine)
        guard !body.system.isEmpty else {
            throw CatalogError(
                file: path, reason: "the prompt is empty; write what the judge is told")
        }
        try checkWords(of: reply, in: body.system)
        let question = try template(body, mode)
        return JudgeDefinition(
            name: try given.string(), version: try header.required("version").string(),
            mode: mode, inputs: try inputs(header["inputs"], mode, question), reply: reply,
            system: body.system, question: question)
    }

    // MARK: - Reply

    private func replyShape(_ value: YAMLValue) throws(CatalogError) -> JudgeDefinition.ReplyShape {
        let section = try value.mapping()
        try section.allow(only: ["explanation", "verdict", "met", "unmet"])
        let usual = JudgeDefinition.ReplyShape.usual
        let shape = JudgeDefinition.ReplyShape(
            explanation: try section["explanation"]?.string() ?? usual.explanation,
            verdict: try section["verdict"]?.string() ?? usual.verdict,
            met: try word(section.required("met")), unmet: try word(section.required("unmet")))
        let areAlike =
            switch (shape.met, shape.unmet) {
            case (.text(let met), .text(let unmet)): met.lowercased() != unmet.lowercased()
            case (.truth(let met), .truth(let unmet)): met != unmet
            default: false
            }
        guard areAlike else {
            throw value.fault(
                "'met' and 'unmet' must be two different words, or true and false; change one")
        }
        guard Set([shape.explanation, shape.verdict, "id"]).count == 3 else {
            throw value.fault(
                "'explanation' and 'verdict' must be two members, and neither 'id'; rename one")
        }
        return shape
    }

    private func word(_ value: YAMLValue) throws(CatalogError) -> JudgeDefinition.ReplyShape.Word {
        switch try value.string() {
        case "true": .truth(true)
        case "false": .truth(false)
        case let word:
            if word.contains(where: { $0.isWhitespace || $0 == "\"" || $0 == "\\" }) {
                throw value.fault("a verdict word can't have spaces or quotes; use one word")
            } else {
                .text(word)
            }
        }
    }

    /// A judge that is never told the words can only guess them.
    private func checkWords(
        of reply: JudgeDefinition.ReplyShape, in system: String
    ) throws(CatalogError) {
        let words = [reply.met, reply.unmet].map { word in
            switch word {
            case .text(let text): text
            case .truth(let truth): truth ? "true" : "false"
            }
        }
        let said = Set(system.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
        for word in words + [reply.verdict] where !said.contains(word) {
            throw CatalogError(
                file: path,
                reason: """
                    the prompt never says '\(word)', which the judge is to reply with; say it, or \
                    change 'reply' in the front matter
                    """)
        }
    }

    // MARK: - Question

    private func template(
        _ body: Body, _ mode: JudgeDefinition.Mode
    ) throws(CatalogError) -> JudgeTemplate {
        guard let source = body.question else {
            guard mode == .perCriterion else {
                throw CatalogError(
                    file: path,
                    reason: """
                        mode \(mode.rawValue) needs a question of its own; add a line \
                        '\(Body.divider)' and the template with {{answer}} and {{criteria}} below
                        """)
            }
            return .usual
        }
        let template: JudgeTemplate
        do {
            template = try JudgeTemplate(parsing: source)
        } catch {
            let known = JudgeTemplate.Place.allCases.map { "{{\($0.rawValue)}}" }
            throw CatalogError(
                file: path, line: body.questionLine + error.line,
                reason: """
                    there is no placeholder {{\(error.name)}}; use one of \
                    \(known.joined(separator: ", "))
                    """)
        }
        let criterion: JudgeTemplate.Place = mode == .perCriterion ? .criterion : .criteria
        for place in [.answer, criterion] where !template.places.contains(place) {
            throw CatalogError(
                file: path, line: body.questionLine,
                reason: "the question never shows {{\(place.rawValue)}}; add it")
        }
        let foreign: Set<JudgeTemplate.Place> =
            mode == .perCriterion ? [.criteria] : [.criterion, .polarity, .weight, .axis]
        if let stranger = template.places.intersection(foreign).map(\.rawValue).min() {
            throw CatalogError(
                file: path, line: body.questionLine,
                reason: """
                    {{\(stranger)}} has no meaning in mode \(mode.rawValue); use \
                    {{\(criterion.rawValue)}}
                    """)
        }
        return template
    }

    /// What the front matter lists must be what the template shows, so that the list can be
    /// relied on.
    private func inputs(
        _ value: YAMLValue?, _ mode: JudgeDefinition.Mode, _ question: JudgeTemplate
    ) throws(CatalogError) -> Set<JudgeDefinition.Input> {
        let shown = Set(question.places.compactMap { JudgeDefinition.Input(rawValue: $0.rawValue) })
        guard let value else { return mode == .perCriterion ? shown : shown.union([.polarity]) }
        var listed: Set<JudgeDefinition.Input> = []
        for item in try value.list() { listed.insert(try item.word(JudgeDefinition.Input.self)) }
        // In a list of criteria, polarity, weight and axis are attributes of each.
        let ofTemplate = mode == .perCriterion ? listed : listed.intersection([.query])
        let expected = mode == .perCriterion ? shown : shown.intersection([.query])
        if let missing = expected.subtracting(ofTemplate).map(\.rawValue).min() {
            throw value.fault("the question shows {{\(missing)}}; list '\(missing)' here too")
        }
        if let unused = ofTemplate.subtracting(expected).map(\.rawValue).min() {
            throw value.fault(
                "the question never shows '\(unused)'; add {{\(unused)}} to it, or take it out here"
            )
        }
        return listed
    }

    /// What follows the front matter.
    private struct Body {
        let system: String
        let question: String?
        /// 1-based line of the file at which the question starts.
        let questionLine: Int

        static let divider = "<!-- question -->"

        init(_ text: String, firstLine: Int) {
            let halves = text.split(
                separator: Self.divider + "\n", maxSplits: 1, omittingEmptySubsequences: false)
            system = Self.trimmed(halves[0])
            question = halves.count > 1 ? Self.trimmed(halves[1]) : nil
            let leading = halves.count > 1 ? halves[1].prefix(while: \.isNewline).count : 0
            questionLine = firstLine + halves[0].count(where: \.isNewline) + 1 + leading
        }

        private static func trimmed(_ text: Substring) -> String {
            let start = text.drop { $0.isWhitespace }
            return String(start.reversed().drop { $0.isWhitespace }.reversed())
        }
    }
}
