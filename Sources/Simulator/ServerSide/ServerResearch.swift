import JSONText
import Vocabulary

/// A model that researches with tools that the provider runs, so that the whole of its research is
/// one request.
///
/// What it does from step to step is decided where it is for a model whose tools a client runs.
struct ServerResearch {
    let model: String
    let profile: ModelProfile
    /// Of the model as a researcher.
    let draws: Draws
    let seed: UInt64
    /// Rounds of tools before it has to write.
    let rounds: Int

    struct Outcome {
        /// A report, a refusal, or calls of tools that the client runs.
        var reply: ChatReply
        var web: WebSession
        /// Of all its completions.
        var bill: InnerBill
        /// Of all rounds but the last, and of the last.
        var seconds: (rounds: Double, writing: Double)
    }

    /// - Parameters:
    ///   - messages: the conversation so far; the first from the user is the problem.
    ///   - clientTools: tools that the client runs. A tool that both run is left to the client.
    func run(
        on messages: [ChatTurn.Message], _ web: WebSession, clientTools: Set<String> = []
    ) -> Outcome {
        let problem = messages.first { $0.role == "user" }?.content ?? ""
        let habits = ResearchHabits(profile, model: model, seed: seed, draws: draws)
        var messages = messages
        var web = web
        var bill = InnerBill()
        var seconds = 0.0
        for round in 0...rounds {
            let ours = round < rounds ? web.tools.subtracting(clientTools) : []
            let reply = SimulatedResearcher(
                on: problem, messages: messages, tools: clientTools.union(ours), habits: habits
            ).reply()
            bill.add(
                promptLength: messages.reduce(0) { $0 + $1.content.utf8.count },
                replyLength: reply.length, at: profile.price)
            guard case .toolCalls(let calls) = reply, calls.allSatisfy({ ours.contains($0.name) })
            else {
                let times = (rounds: seconds + web.seconds, writing: pace(round))
                return Outcome(reply: reply, web: web, bill: bill, seconds: times)
            }
            let asked = calls.map { ChatTurn.ToolCall(name: $0.name, argument: Self.argument($0)) }
            messages.append(.init(role: "assistant", content: "", toolCalls: asked))
            for call in asked {
                let result = web.perform(call.name, call.argument)
                messages.append(.init(role: "tool", content: result, toolCalls: []))
            }
            seconds += pace(round) * Self.shareOfShortRound
        }
        preconditionFailure("the last round has no tools of ours and always returns")
    }

    /// The model's typical seconds, spread between half and twice of them.
    private func pace(_ round: Int) -> Double {
        let draw = draws.with("pace").with(seed).with(round).uniform
        return profile.latencySeconds * (0.5 + 1.5 * draw * draw)
    }

    /// Of a round that only calls tools, to one that writes.
    private static let shareOfShortRound = 0.1

    private static func argument(_ call: (name: String, arguments: JSONValue)) -> String {
        call.arguments["query"]?.string ?? call.arguments["url"]?.string ?? ""
    }
}
