import Testing
import Vocabulary

@testable import Catalog

@Suite("Endpoints in a suite")
struct EndpointReaderTests {
    private func read(_ text: String) throws -> EndpointSpec {
        try EndpointReader.endpoint(
            YAMLMapping(parsing: "endpoint: \(text)", file: "f").required("endpoint"))
    }

    @Test("Slashes at the end of an address are dropped")
    func slashes() throws {
        let endpoint = try read("{base_url: 'http://[::1]:8080/v1//', api_key_env: _K2}")
        #expect(
            endpoint
                == EndpointSpec(
                    baseURL: "http://[::1]:8080/v1", apiKeyVariable: "_K2", dialect: .openai))
    }

    @Test("A fee is a percentage, and none where nothing is said")
    func fee() throws {
        #expect(try read("{base_url: 'https://x'}").feePercent == 0)
        #expect(try read("{base_url: 'https://x', fee_percent: 5.5}").feePercent == 5.5)
        for fee in ["-1", "101", "much"] {
            let error = try #require(throws: CatalogError.self) {
                try read("{base_url: 'https://x', fee_percent: \(fee)}")
            }
            #expect(error.description.contains("fee_percent"), "\(error)")
        }
    }

    @Test(
        "Addresses to which no path can be added are refused",
        arguments: [
            "ftp://x", "x.example/v1", "https://", "https:///v1", "http://", "HTTPS",
            "https://x/v1?a=b", "https://x/#top", "https://x y", "https://ex\u{E4}mple/v1",
        ])
    func addresses(url: String) throws {
        let error = try #require(throws: CatalogError.self) { try read("{base_url: '\(url)'}") }
        #expect(error.description.contains("'base_url' must"), "\(error)")
    }

    @Test(
        "Keys that were put into the file are refused and not repeated",
        arguments: [
            "{base_url: 'https://x', api_key: sk-or-v1-5ecret}",
            "{base_url: 'https://x', api_key_env: sk-or-v1-5ecret}",
            "{base_url: 'https://x', token: sk-or-v1-5ecret}",
            "{base_url: 'https://me:5ecret@x/v1'}",
        ])
    func keys(text: String) throws {
        let error = try #require(throws: CatalogError.self) { try read(text) }
        #expect(!error.description.contains("5ecret"), "\(error)")
        #expect(error.line == 1)
    }
}
