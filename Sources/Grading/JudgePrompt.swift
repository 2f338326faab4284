import Digests
import Vocabulary

/// What the judge is told, and what identifies it.
package struct JudgePrompt: Sendable {
    package let name: String
    package let version: String
    /// SHA-256 of the file it was read from.
    package let sha256: String
    /// The system message.
    package let system: String

    package init(name: String, version: String, sha256: String, system: String) {
        self.name = name
        self.version = version
        self.sha256 = sha256
        self.system = system
    }
}

extension JudgeRecord {
    /// The judge that a suite asks for, under an id made of all that can change its verdicts.
    ///
    /// - Parameter endpoint: the base URL, or `simulator`.
    package init(_ spec: JudgeSpec, prompt: JudgePrompt, endpoint: String) {
        self.init(
            id: "", model: spec.model, promptName: prompt.name, promptVersion: prompt.version,
            promptSHA256: prompt.sha256, reasoning: spec.reasoning,
            temperature: spec.temperature, maxOutputTokens: spec.maxOutputTokens,
            endpoint: endpoint)
        id = SHA256.hex(fields: [
            model, promptName, promptVersion, promptSHA256, reasoning ?? "-",
            temperature.map { "\($0)" } ?? "-", maxOutputTokens.map { "\($0)" } ?? "-",
            endpoint, VerdictReply.schemaSHA256,
        ])
    }
}
