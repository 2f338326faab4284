import Hummingbird
import Vocabulary

extension SimulatorServer {
    /// Nil where no search service is asked.
    func search(_ request: Request) async throws -> Response? {
        let (method, path) = (request.method.rawValue, request.uri.path)
        guard let interface = SearchInterface(method: method, path: path) else { return nil }
        let body = try await request.body.collect(upTo: 1 << 20)
        let headers = request.headers.map { ($0.name.canonicalName, $0.value) }
        let parameters = request.uri.queryParameters.map { (String($0.key), String($0.value)) }
        let answer = interface.answer(
            SearchInterface.Call(
                headers: Dictionary(headers, uniquingKeysWith: { first, _ in first }),
                parameters: Dictionary(parameters, uniquingKeysWith: { first, _ in first }),
                body: Array(buffer: body)),
            in: world)
        if answer.status == 200 { await traffic.count(search: answer.shown) }
        return Self.json(answer.json, .init(code: answer.status))
    }
}

extension SimulatorAddress {
    /// Where an engine is played, as the base of its own paths.
    package func searchBaseURL(of engine: SearchSpec.Engine) -> String {
        switch engine {
        case .searxng, .server: searchBaseURL
        case .exa, .tavily, .brave, .serper, .perplexity: "\(searchBaseURL)/\(engine.rawValue)"
        }
    }
}
