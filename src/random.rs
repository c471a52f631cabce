//! [`Random`]: numbers of tests, which look random and are the same in every run.

/// Numerical Recipes' generator.
#[derive(Debug)]
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// 31 bits.
    pub(crate) fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32
    }

    /// From 0 to what is one less than `end`, of any integer type; `end` is above 0, and at most 2^31.
    pub(crate) fn below<T: TryInto<u64> + TryFrom<u64>>(&mut self, end: T) -> T {
        let end = end.try_into().unwrap_or_else(|_| panic!("an end below 0"));
        T::try_from((u64::from(self.next()) * end) >> 31).unwrap_or_else(|_| unreachable!("it is below the end"))
    }

    /// From 0 to 1.
    pub(crate) fn unit(&mut self) -> f64 {
        f64::from(self.next()) / f64::from(1_u32 << 31)
    }

    pub(crate) fn between(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * self.unit()
    }

    pub(crate) fn byte(&mut self) -> u8 {
        (self.next() >> 23) as u8
    }
}
