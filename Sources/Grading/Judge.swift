import Digests
import Inference
import Vocabulary

/// Rules on one criterion at a time, as the DRACO paper does: the judge sees the query, the answer,
/// one requirement and the word positive or negative; never the weight, the axis or a sibling.
package struct Judge: Sendable {
    package let record: JudgeRecord
    private let spec: JudgeSpec
    private let system: PromptText
    private let client: ModelClient
    private let runSeed: UInt64

    /// - Parameter runSeed: passes of one run are independent draws, and so are those of two runs
    ///   with different seeds.
    package init(
        _ spec: JudgeSpec, prompt: JudgePrompt, record: JudgeRecord, client: ModelClient,
        runSeed: UInt64
    ) {
        self.spec = spec
        self.record = record
        self.client = client
        self.runSeed = runSeed
        system = PromptText([.escaped(EscapedText(prompt.system))])
    }

    /// A ruling, or the record that none could be had.
    package struct Ruling: Sendable {
        package let record: VerdictRecord
        /// Why no further request to this endpoint can succeed, when that is so.
        package var closedEndpoint: String?
        /// Whether the network or the endpoint, not the judge, is why there is no verdict.
        package var failsForInfrastructure = false
    }

    /// Asks for a verdict, again when the reply has none in it. A verdict that can't be had after
    /// that is missing; it is never UNMET.
    package func rule(
        on criterion: Criterion, of answer: GradableAnswer, pass: Int
    ) async throws(CancellationError) -> Ruling {
        var ruling = VerdictRecord(
            answerKey: answer.key, criterionID: criterion.id, criterionKey: criterion.key,
            judgeID: record.id, pass: pass, verdict: nil, explanation: "", rawReply: "", calls: [])
        for ask in 0..<Self.asks {
            let exchange = try await client.complete(
                request(criterion, answer, pass: pass, ask: ask), role: .judge)
            ruling.calls += exchange.calls
            switch exchange.outcome {
            case .completion(let completion):
                ruling.rawReply = completion.text
                if let reply = VerdictReply(parsing: completion.text) {
                    ruling.verdict = reply.verdict
                    ruling.explanation = reply.explanation
                    ruling.error = nil
                    return Ruling(record: ruling)
                }
                ruling.error = "The judge's reply has no MET or UNMET in the shape asked for."
            case .refused(let sentence):
                ruling.error = sentence
            case .failed(let failure):
                ruling.error = failure.message
                if failure.kind != .empty {
                    return Ruling(
                        record: ruling,
                        closedEndpoint: failure.kind == .endpointClosed ? failure.message : nil,
                        failsForInfrastructure: failure.status == .infraError)
                }
            }
        }
        return Ruling(record: ruling)
    }

    /// Requests for one verdict, counting those whose reply could not be read.
    package static let asks = 3

    private func request(
        _ criterion: Criterion, _ answer: GradableAnswer, pass: Int, ask: Int
    ) -> ChatRequest {
        let question = """
            \(Tagged.block("criterion_type", criterion.polarity.rawValue))

            \(Tagged.block("criterion", criterion.requirement))


            """
        return ChatRequest(
            model: spec.model,
            messages: [
                .system(system), .user(PromptText([.plain(question), .escaped(answer.material)])),
            ],
            responseSchema: VerdictReply.schema, reasoning: spec.reasoning,
            temperature: spec.temperature, maxOutputTokens: spec.maxOutputTokens,
            seed: Self.seed(
                runSeed: runSeed, answerKey: answer.key, criterionID: criterion.id, pass: pass,
                ask: ask))
    }

    /// The seed of a request for one verdict.
    package static func seed(
        runSeed: UInt64, answerKey: String, criterionID: String, pass: Int, ask: Int
    ) -> UInt64 {
        SHA256.seed(fields: [String(runSeed), answerKey, criterionID, String(pass), String(ask)])
    }
}

/// An answer with the query it answers, prepared once for all of its criteria and passes.
package struct GradableAnswer: Sendable {
    package let key: String
    /// The `<query>` and `<response>` blocks, escaped for JSON.
    let material: EscapedText

    package init(key: String, query: String, text: String) {
        self.key = key
        material = EscapedText(
            Tagged.block("query", query) + "\n\n" + Tagged.block("response", text))
    }
}
