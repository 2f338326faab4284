import JSONText
import Vocabulary

/// What the provider did by itself on the way to a reply: its searches, the pages it opened, and
/// the fusion it ran. Every interface shows the same work in its own shape.
struct ProviderWork: Sendable {
    var items: [Item] = []
    /// Of inner completions, searches and fetches; not of the outer model's own tokens.
    var cost = USD.zero
    /// The outer model's own, not those of a panel.
    var searches = 0
    var fetches = 0
    /// Characters that the outer model was prompted with beyond the request itself: what its tools
    /// brought, and all of it again in every further round.
    var furtherPromptLength = 0
    /// Seconds that it took, before the simulator's latency scale.
    var seconds = 0.0

    enum Item: Sendable {
        case search(query: String, urls: [String])
        /// The text is nil where the page could not be opened; `error` then says why.
        case fetch(url: String, title: String, text: String?, error: String?)
        case fusion(Fusion)
    }

    /// A fusion, as the provider tells of it.
    struct Fusion: Sendable {
        /// What the outer model asked it.
        var prompt: String
        var status: Status
        var responses: [(model: String, content: String)] = []
        /// The model that compared, where one was asked to.
        var analyst: String?
        /// The five-part comparison; nil where there is none.
        var analysis: JSONValue?
        var failedModels: [(model: String, error: String, status: Int?)] = []
        var sources: [(url: String, title: String)] = []
        var error: String?
        var failureReason: String?

        enum Status: String, Sendable {
            case completed
            case incomplete
        }
    }
}
