import JSONText

/// The interface of a search service, as the simulator plays it: behind each is the same search over
/// the made-up web, so that engines differ in how they are asked and in nothing else.
enum SearchInterface: String, CaseIterable, Sendable {
    case exa
    case tavily
    case brave
    case serper
    case perplexity

    /// A request to one of them.
    struct Call: Sendable {
        /// Names in lower case.
        var headers: [String: String]
        /// Of the URL, decoded.
        var parameters: [String: String]
        var body: [UInt8]
    }

    /// What is searched for, as it was understood.
    struct Wish: Sendable, Equatable {
        /// With `-site:` for what is to be left out.
        var text: String
        /// Results at most.
        var count: Int
    }

    /// A request that is turned down.
    struct Refusal: Error, Equatable {
        var status: Int
        var sentence: String
    }

    /// Nil where nothing of theirs is.
    init?(method: String, path: String) {
        guard let found = Self.allCases.first(where: { ($0.method, $0.path) == (method, path) })
        else { return nil }
        self = found
    }

    private var method: String { self == .brave ? "GET" : "POST" }

    /// Behind the service's name, the path that it really has.
    private var path: String {
        self == .brave ? "/brave/res/v1/web/search" : "/\(rawValue)/search"
    }

    /// The answer in this interface's shape, and what it shows.
    func answer(
        _ call: Call, in world: World
    ) -> (status: Int, json: JSONValue, shown: [World.Page]) {
        do throws(Refusal) {
            let wish = try wish(of: call)
            let pages = Array(world.search(wish.text).prefix(wish.count))
            return (200, results(pages, of: wish), pages)
        } catch {
            return (error.status, refusal(error), [])
        }
    }
}
