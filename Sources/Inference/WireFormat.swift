import JSONText
import Transport
import Vocabulary

/// How requests are written and replies read in one of the interfaces that providers have: chat
/// completions, responses, Anthropic's messages.
///
/// Free of state and of the network, so that one value serves every request of a client.
protocol WireFormat: Sendable {
    /// What is added to an endpoint's base URL, such as `/chat/completions`.
    var path: String { get }

    /// The headers that carry the key, and what else the interface wants.
    func headers(key: APIKey?) -> [HeaderField]

    /// The request as JSON, without what the model or its endpoint does not take.
    func body(of request: ChatRequest, for capabilities: ModelCapabilities) -> [UInt8]

    /// A whole reply.
    func reply(_ json: JSONValue) -> ChatReply

    /// Puts together a reply that comes as a stream; a new one for every stream.
    func makeAssembler() -> any StreamAssembler
}

/// Puts a streamed reply together.
///
/// Tolerant as `ChatReply` is: events it does not know are passed over.
protocol StreamAssembler {
    /// Takes the data of one server-sent event. `event` is its name, `message` where it has none.
    mutating func take(event: String, data: [UInt8])

    /// Whether the stream has said that nothing more will come.
    var isFinished: Bool { get }

    /// What came, once the stream has ended. Where it was cut off, the content is an `error`: half
    /// an answer is not an answer.
    consuming func reply() -> ChatReply
}
