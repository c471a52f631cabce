//! [`Object`] and [`OneOf`]: what serde would take in other forms too, taken in one.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{DeserializeOwned, Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A struct that is said by an object. serde would take an array of its fields as well.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Object<T>(pub(super) Box<T>);

impl<T> Object<T> {
    pub(super) fn new(value: T) -> Self {
        Self(Box::new(value))
    }
}

impl<T: Serialize> Serialize for Object<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields<T>(PhantomData<T>);
        impl<'de, T: DeserializeOwned> Visitor<'de> for Fields<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Object::new)
            }
        }
        deserializer.deserialize_map(Fields(PhantomData))
    }
}

/// What is said by a string in the simple case, and otherwise by an object with one key.
pub(super) trait OneKey: Sized {
    const EXPECTED: &'static str;

    fn from_text<E: Error>(text: &str) -> Result<Self, E>;

    fn from_map<'de, A: MapAccess<'de>>(map: MapAccessDeserializer<A>) -> Result<Self, A::Error>;
}

/// An enum's variant, said by its name: alone where the variant holds nothing, else as the only key of an object.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct OneOf<T>(pub(super) T);

/// The enums of [`OneOf`].
pub(super) trait Variants: DeserializeOwned {
    const EXPECTED: &'static str;

    /// Whether the variant holds nothing.
    fn is_bare(&self) -> bool;
}

impl<T: Variants> OneKey for OneOf<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn from_text<E: Error>(text: &str) -> Result<Self, E> {
        T::deserialize(StrDeserializer::new(text)).map(Self)
    }

    fn from_map<'de, A: MapAccess<'de>>(map: MapAccessDeserializer<A>) -> Result<Self, A::Error> {
        let value = T::deserialize(map)?;
        if value.is_bare() { Err(A::Error::custom(BARE)) } else { Ok(Self(value)) }
    }
}

/// The errors that serde has no words for, in its form.
const BARE: &str = "invalid value: an object, expected the name alone";
const TWO_KEYS: &str = "invalid value: an object with more than one key, expected one key";

pub(super) fn deserialize<'de, D: Deserializer<'de>, T: OneKey>(deserializer: D) -> Result<T, D::Error> {
    struct Either<T>(PhantomData<T>);
    impl<'de, T: OneKey> Visitor<'de> for Either<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(T::EXPECTED)
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            T::from_text(text)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
            let value = T::from_map(MapAccessDeserializer::new(&mut map))?;
            match map.next_key::<IgnoredAny>()? {
                Some(_) => Err(A::Error::custom(TWO_KEYS)),
                None => Ok(value),
            }
        }
    }
    deserializer.deserialize_any(Either(PhantomData))
}

impl<T: Serialize> Serialize for OneOf<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Variants> Deserialize<'de> for OneOf<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

/// Both have the schema of what they hold.
#[cfg(test)]
mod schema {
    use super::{Object, OneOf};
    use schemars::{JsonSchema, Schema, SchemaGenerator};
    use std::borrow::Cow;

    macro_rules! transparent {
        ($($name:ident)*) => {
            $(impl<T: JsonSchema> JsonSchema for $name<T> {
                fn schema_name() -> Cow<'static, str> {
                    T::schema_name()
                }

                fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                    T::json_schema(generator)
                }
            })*
        };
    }

    transparent! { Object OneOf }
}
