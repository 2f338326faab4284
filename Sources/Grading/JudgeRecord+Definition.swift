import Digests
import Vocabulary

extension JudgeRecord {
    /// The judge that a suite asks for, under an id made of all that can change its verdicts.
    ///
    /// - Parameter endpoint: the base URL, or `simulator`.
    package init(_ spec: JudgeSpec, definition: JudgeDefinition, endpoint: String) {
        self.init(
            id: "", model: spec.model, promptName: definition.name,
            promptVersion: definition.version, promptSHA256: definition.sha256,
            mode: definition.mode, reasoning: spec.reasoning, temperature: spec.temperature,
            maxOutputTokens: spec.maxOutputTokens, endpoint: endpoint)
        id = SHA256.hex(fields: [
            model, promptName, promptSHA256, reasoning ?? "-",
            temperature.map { "\($0)" } ?? "-", maxOutputTokens.map { "\($0)" } ?? "-",
            endpoint, VerdictReader(definition).schemaSHA256,
        ])
    }
}
