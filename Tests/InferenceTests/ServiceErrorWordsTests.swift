import JSONText
import Testing

@testable import Inference

@Suite("Errors whose code is a word")
struct ServiceErrorWordsTests {
    @Test(
        "A word stands for the status that the service would have answered with",
        arguments: [
            (#"{"type":"overloaded_error","message":"m"}"#, 529),
            (#"{"type":"rate_limit_error","message":"m"}"#, 429),
            (#"{"type":"authentication_error","message":"m"}"#, 401),
            (#"{"type":"billing_error","message":"m"}"#, 402),
            (#"{"type":"permission_error","message":"m"}"#, 403),
            (#"{"type":"not_found_error","message":"m"}"#, 404),
            (#"{"type":"request_too_large","message":"m"}"#, 413),
            (#"{"type":"api_error","message":"m"}"#, 500),
            (#"{"type":"timeout_error","message":"m"}"#, 504),
            (#"{"type":"invalid_request_error","message":"m"}"#, 400),
            (#"{"type":"invalid_request_error","code":"rate_limit_exceeded","message":"m"}"#, 429),
            (#"{"type":"invalid_request_error","code":"unsupported_value","message":"m"}"#, 400),
        ])
    func words(_ text: String, _ code: Int) throws {
        #expect(ServiceError(try JSONValue(parsing: text)).code == code)
    }

    @Test(
        "A number counts more than any word",
        arguments: [#"{"code":503,"type":"api_error"}"#, #"{"code":"503","type":"api_error"}"#])
    func numbers(_ text: String) throws {
        #expect(ServiceError(try JSONValue(parsing: text)).code == 503)
    }

    @Test("A request that a policy turned down is a refusal", arguments: ["refusal", "bio_policy"])
    func policies(_ word: String) {
        #expect(ServiceError(["code": .string(word), "message": "m"]).isModeration)
        #expect(!ServiceError(["code": "server_error", "message": "m"]).isModeration)
    }

    @Test("A word that is not known is no status")
    func unknown() throws {
        #expect(ServiceError(["type": "odd_error", "message": "m"]).code == nil)
        #expect(ServiceError(["code": "odd"]).code == nil)
    }
}
