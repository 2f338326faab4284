import Transport

/// How a key leaves this process: in a header, and in no other way.
extension APIKey {
    /// The header that carries the key, such as `Authorization: Bearer …`.
    package func header(_ name: String, prefix: String = "") -> HeaderField {
        HeaderField(name: name, value: prefix + value)
    }
}
