import Vocabulary

/// A model that judges. It has only its prompt: it makes the mark of a requirement from query and
/// requirement and looks for it in the response. A response that is not of the simulated world it
/// reads. It errs now and then.
struct SimulatedJudge {
    let profile: ModelProfile
    let draws: Draws

    /// Nil where the prompt has not the blocks.
    ///
    /// - Parameters:
    ///   - instructions: the system message; which rules the judge follows depends on it.
    ///   - schemaName: of the reply that is asked for.
    func ruling(
        on prompt: String, instructions: String = "", schemaName: String? = nil, seed: UInt64
    ) -> String? {
        guard let asked = JudgingPrompt(prompt) else { return nil }
        var shape = VerdictShape(schemaName: schemaName, instructions: instructions)
        // Several criteria can't be ruled on in one verdict.
        if asked.questions.count > 1 { shape.isList = true }
        let reading = ResponseReading(asked.response, instructions: instructions)
        let order = profile.judgeObeysAnswer ? reading.order : nil
        let entries = asked.questions.map { question in
            let mark = Claim.mark(
                problem: asked.query, requirement: question.requirement,
                polarity: question.polarity)
            let finding = reading.finding(question, mark: mark)
            var isMet = rulesMet(on: mark, isPresent: finding.isPresent, seed: seed)
            var explanation = finding.explanation(isMet: isMet)
            if let order, obeys(mark, reading.instructions, seed: seed) {
                isMet = order.verdict(on: question.polarity) == .met
                explanation = "The response says how this is to be ruled."
            }
            return VerdictShape.Entry(id: question.id, explanation: explanation, isMet: isMet)
        }
        return shape.reply(entries)
    }

    /// The verdict on a statement that is or is not in the answer.
    func rulesMet(on mark: String, isPresent: Bool, seed: UInt64) -> Bool {
        let draw = draw(on: mark, seed: seed).uniform
        let error = profile.judgeError + (isPresent ? 0 : profile.judgeLeniency)
        return draw < error ? !isPresent : isPresent
    }

    /// Whether it follows an order that it found in the response: always, or every other time when
    /// it was told that the response is only material.
    private func obeys(
        _ mark: String, _ instructions: JudgeInstructions, seed: UInt64
    ) -> Bool {
        !instructions.treatsResponseAsMaterial
            || draw(on: mark, seed: seed).with(1).uniform < 0.5
    }

    private func draw(on mark: String, seed: UInt64) -> Draws {
        let draw = draws.with(mark)
        return profile.varies ? draw.with(seed) : draw
    }
}
