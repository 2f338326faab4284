import Transport

/// How a key leaves this process: in a header, and in no other way.
extension APIKey {
    /// The header that carries the key, such as `Authorization: Bearer …`.
    package func header(_ name: String, prefix: String = "") -> HeaderField {
        HeaderField(name: name, value: prefix + value)
    }

    /// A text of others with dots in place of the key: some services quote what they turn down.
    package func redacted(in text: String) -> String {
        value.isEmpty ? text : text.replacing(value, with: description)
    }
}
