import JSONText
import Vocabulary

/// A model that judges. It has only the four blocks of its prompt: it makes the mark of the
/// requirement from query and requirement, looks for it in the response, and errs now and then.
struct SimulatedJudge {
    let profile: ModelProfile
    let draws: Draws

    /// Nil where the prompt has not the blocks.
    func ruling(on prompt: String, seed: UInt64) -> String? {
        let blocks = PromptBlocks(prompt)
        guard let polarity = blocks.first("criterion_type").flatMap(Polarity.init(rawValue:)),
            let criterion = blocks.first("criterion"), let query = blocks.first("query"),
            let response = blocks.start(of: "response")
        else { return nil }
        let mark = Claim.mark(problem: query, requirement: criterion, polarity: polarity)
        let isPresent = blocks.contains(mark, after: response)
        let rulesMet = rulesMet(on: mark, isPresent: isPresent, seed: seed)
        let explanation =
            rulesMet
            ? "The response makes the statement in question (\(mark))."
            : "The response does not make the statement in question."
        let ruling: JSONValue = [
            "explanation": .string(explanation),
            "criterion_status": .string(rulesMet ? "MET" : "UNMET"),
        ]
        return ruling.text
    }

    /// The verdict on a statement that is or is not in the answer.
    func rulesMet(on mark: String, isPresent: Bool, seed: UInt64) -> Bool {
        var draw = draws.with(mark)
        if profile.varies { draw = draw.with(seed) }
        return draw.uniform < profile.judgeError ? !isPresent : isPresent
    }
}
