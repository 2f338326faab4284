import Vocabulary

/// A key from the environment. It prints as dots, whoever prints it.
package struct APIKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    let value: String

    package init(_ value: String) { self.value = value }

    package var description: String { "•••" }
    package var debugDescription: String { "•••" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// An endpoint with its key and what it may take, ready to be called.
package struct Endpoint: Sendable {
    /// Up to and without the path of its interface, such as `/chat/completions`; no slash at the
    /// end.
    package let baseURL: String
    package let key: APIKey?
    package let dialect: EndpointSpec.Dialect
    /// Which of its interfaces is used.
    package let api: EndpointSpec.API
    /// Requests in flight at most.
    package let concurrency: Int
    /// Seconds until a request that has not ended is given up. Also the longest silence: a
    /// research answer may come in one piece after half an hour.
    package let timeoutSeconds: Double

    package init(
        baseURL: String, key: APIKey?, dialect: EndpointSpec.Dialect,
        api: EndpointSpec.API = .chat, concurrency: Int, timeoutSeconds: Double
    ) {
        var base = baseURL[...]
        while base.last == "/" { base.removeLast() }
        self.baseURL = String(base)
        self.key = key
        self.dialect = dialect
        self.api = api
        self.concurrency = concurrency
        self.timeoutSeconds = timeoutSeconds
    }
}
