import JSONText
import Vocabulary

/// Plays the tools that a provider runs by itself: search, fetch and fusion.
struct ServerSide: Sendable {
    let world: World
    let seed: UInt64
    let profiles: [String: ModelProfile]

    struct Reply {
        var reply: ChatReply
        var work: ProviderWork
        /// The model that wrote: never an alias.
        var servedModel: String
    }

    /// Nil where a turn asks for nothing that the provider does itself.
    func reply(to turn: ChatTurn) -> Reply? { nil }
}
