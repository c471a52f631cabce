//! Base64 (<https://www.rfc-editor.org/rfc/rfc4648#section-4>), padded.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

#[cfg(feature = "serde")]
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    bytes.chunks(3).for_each(|chunk| group(&mut out, chunk));
    out
}

/// Appends the four digits of one to three bytes.
pub(crate) fn group(out: &mut String, bytes: &[u8]) {
    let at = |i: usize| u32::from(bytes.get(i).copied().unwrap_or(0));
    let bits = at(0) << 16 | at(1) << 8 | at(2);
    for i in 0..4 {
        let digit = ALPHABET[(bits >> (18 - 6 * i) & 63) as usize];
        out.push(if i <= bytes.len() { char::from(digit) } else { '=' });
    }
}

/// # Errors
/// The offset of the byte that is wrong. White space is allowed nowhere, padding only where it belongs.
#[cfg(feature = "serde")]
pub(crate) fn decode(text: &str) -> Result<Vec<u8>, usize> {
    let text = text.as_bytes();
    let padding = text.iter().rev().take(2).take_while(|&&byte| byte == b'=').count();
    let digits = text.get(..text.len() - padding).unwrap_or_default();
    if !text.len().is_multiple_of(4) {
        return Err(text.len());
    }
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    for (n, chunk) in digits.chunks(4).enumerate() {
        let mut bits = 0_u32;
        for i in 0..4 {
            let value = match chunk.get(i) {
                None => 0,
                Some(byte @ b'A'..=b'Z') => byte - b'A',
                Some(byte @ b'a'..=b'z') => byte - b'a' + 26,
                Some(byte @ b'0'..=b'9') => byte - b'0' + 52,
                Some(b'+') => 62,
                Some(b'/') => 63,
                Some(_) => return Err(n * 4 + i),
            };
            bits = bits << 6 | u32::from(value);
        }
        let [_, bytes @ ..] = bits.to_be_bytes();
        let (used, unused) = bytes.split_at(chunk.len() - 1);
        // The last digit's unused bits must be zero, so that one string stands for one sequence of bytes.
        if unused.iter().any(|&byte| byte != 0) {
            return Err(n * 4 + chunk.len() - 1);
        }
        out.extend_from_slice(used);
    }
    Ok(out)
}

#[cfg(all(test, feature = "serde"))]
mod tests {
    use super::*;

    #[test]
    fn the_rfc_and_back() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text), Ok(bytes.as_bytes().to_vec()));
        }
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(decode(&encode(&all)), Ok(all));
        for (text, at) in
            [("Zg=", 3), ("Zg", 2), ("Z===", 1), ("Zh==", 1), ("Zm9=", 2), ("Zg =", 2), ("====", 0), ("é8A", 0)]
        {
            assert_eq!(decode(text), Err(at), "{text}");
        }
    }
}
