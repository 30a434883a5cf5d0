// SPDX-License-Identifier: Apache-2.0

/// Keys of the test vectors, which everybody knows.
enum TestKeys {
    static let server = """
        -----BEGIN PRIVATE KEY-----
        MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQD6C3maupcZ7V5v
        hJt+PW95gu118NUdbr7DtoXKHbnnwzLpdCbZn2em+4hBQYTpMsLuXtk64WUBzWmr
        L6XLU80qKGk/FCN5v8PASUaVpsCIGh5GY5701DxH5t3GBmhwFk79lPo9h+12DXEj
        AftBfMHe7RRLiYgIxLV5kd0881gLQYVN5Cipnlu7z8jtDvYQO8vo5aDT53tjnFdm
        ERF64/C8CX9k6FVpLuIqsxMJFolBeiz4SJmTHRVIMUgOPEji+sIJAiI3UaMa7FAx
        Jang9EFw/3LMLDKTYsa9XBdYDGsArSvpGAXF7w2G+ECQV9lw+2g/hAAu1BdeHkZZ
        mBaTQZt5AgMBAAECggEAAjmsayFae2dWphDszlaPIap14Q0T5HdqGLVM4wPZNfQR
        hazcNKcbxctqxsPlwiqKvBLZhZHgc3/nvxeFNvZHtuaVqzNLboeznwg36diKUZvD
        5bX4we6Km8w08JB5iPfV26FiCb6mMR0FAv3/RbGtywVanyJ59LQFdm/DI4n54F3A
        KFpWzcQcNUsvqgfTjiWD5qhu98NhDJVHIcWyR6VADbuWl6MCjYimMluTt+FUgEM5
        pZ0z8PS8ztKBOrS8mwJVQWeCwMswWq94PV4CLhTrMr+LLhXSmFO8EExU0LaSd7Sd
        IzbAKh7/Q2vJFb3HF7VcPQ9kfq+JIs8wH1SLP/fbFQKBgQD9qtKFqPgp6lamC4TV
        q3hlsfN8awDSj2XAdfU7SUObi3p8Xrk4SrahqaCbg1MRTaZFLnPO/BeIfD0ZB5cr
        ZS4uBA0x8KTnf3xwMOZ3SKXmiJ+RbbqeEB45qGlY7O222vojRQ78eOudWa8577Ce
        Z1uIIK1R3EPXIDJ9SAQBublPtQKBgQD8WB/xTbenKWnK5GWMfU/VL3J4mJdMH6x0
        dfHloBx1rV56a9va7sIb2fFnoWTu+AIIHpvRNrXFK/CmUdMsvuVe6mUfi7hotNym
        dt2ggTgtL8/yNfPAHpxF9mExLSwC69X/K327jv/6QMu2LwiGNW1sR9HwPGJ2TAsy
        uwnJWaaPNQKBgQDFKRJ75LsOCR/T6zwRvzbTBB8V4y0+e0pA7u3uaKFtslk/dXhM
        8nVE7czxUn8sAchsGRDWHkZERRxP6gBrMDdWeLuwxzPE4ufbY4adzA92QVaU+E6G
        MEztz6IiBfU1nLmy1Cgzv+CR6nUxeMU0OW2BPrS33ZW1DUdw7JqApNQNyQKBgQCr
        zyBoff613LeAAcO2RLevMa/hthsFJGeZn5hEPKBD6vdxqLA3PuqAZgI8CaIcJlXT
        y2tRpcta5NDjnMCILa0j07loIgw7ljDJUhMRrglekrgldGByhSTnaZnBDr1xe7rn
        Emh35CQa8jUA5MMMBaJr3/Zrd+GeI6ZYMwq1wclqpQKBgBWIS0jPGNYEVQQS9szu
        QO2wReAA//rFKGElWqG+GtlSfUiW/F2cgRt00oKKhF5EKbUxGcTi4fEi9rL86tNh
        DokjuwyeifGbxsJOLKfiD/1EP2u5wkpuAgjie92jkbRVWHF8yoYPok8WM9GFUBXi
        yPE785uyBz/r3xplwWIqYjwR
        -----END PRIVATE KEY-----
        """

    static let client = """
        -----BEGIN PRIVATE KEY-----
        MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQC1koO1JEft/b3d
        vDYO60GE8rAB7wOipbNGxm4/oVOobPYasiftpANXF66SWAaaMsgkwlLcwfPe9GE3
        wuBdxzTwGeUWDPbr6IQ+uYgv1H2nKW0YIfD+f8NaRpo6D9kGz+JgfLCD0fON6mXx
        okKxruBEbcldK5O7IIYMd8FKffA35IpT8V4iqAN3wrZFWsLSmbEgIeuQjCXbm0Pp
        kXl8c6ErkGY5PdgTZTT0cFbEOHpwfBKDkL1CiLsf2BBISfGlpRniTZpGCozZASE4
        KIE5+MDjmPkXjorphKPEE7YFOnqY0P67S5fZyiE0Ifww7bye6EHxrP3JCxFl6I0D
        Fv3aC/z/AgMBAAECggEADWx2vUp14OlHWLXPSfy9kXkpvF2HJ3FYVuKuXZjtPkCe
        qexC7xrsPkubaz6ub5xSggPggWlQwMp7ciu/pQnoZtnbPxftR2qfdaMHfQBuMRDA
        e9jCiuY3iJyQpBCY4HE3u3TBzgppwbOzHrv6x00g+nN4FXchIGQFVQr404Dfuhn/
        drdP/ZlBdNWAzEXkzx69YMZ3z4TCFZi5KwKqvX4d6DdAG2b53z8RNqeIFtHBERVz
        3TYJ7n386Z8jBPDYeAmIaf675uUylKyDqQDkLlO+nitk3D3e1o1UefmHinea+6dI
        yALtwm++QpNlULG222tLAKS9tbtcCBVHX+ORZ86pzQKBgQDCHTLjW0SVmkTwtipu
        vZbwvK8dANIwlz21QC6zq7ii4ccaRLiC+oKK8mwIhkF7zcKLKL66lgvdHNBA4f0/
        s3ayuxZmn4vsfwluP8fU0UNAGbsh937blR3O2HfWwPxI4SQEpnjHI3IVBK0cak54
        i45YWEUlQCYIWOT2oDAC0YVROwKBgQDvdbXNtbymH0ZCpubvR1xsYxGywvKKSBC6
        c1NXEjX3SZfTMug6KlnY050c0Bmtx0lMddDicSyzw3dLulD0A9iXPc3X1PezonZq
        9B8hGE4bChjbU81WCCi2ZnGet/SI0CIuAzEIxQ8EhB5FyfeEZ8aFeCHmBKjilJD/
        MhNtOkbHDQKBgQCSsaw+Yz++axpEavZAQCisf3s6yN8Pd4xbyEhC4bgj58omkN57
        pUM4LCH2gzdDj2jA76bLrQ8EJ30+O0q+dCp0wawZG+OLcym2Vp72trpC2+8uqTIG
        UXd4VOCju64siXBFz2Sg4amaNrF4MuJgeN625uZCU2sqjbtiogYGaz579wKBgQCi
        hnETotLcqYNlf6RkKToYspDzlI9Lvafk9JtPEKQiKAftJ7Mor0/184LCaJfVM9qT
        E6/n0Uq24+cXNej2BZo+5IrOf9RzTsQyyWhLbRSuE4dVbaaDStxfGF7rjA1jwmhA
        dJgWTLFprkZhtbfSXSEHu8a+ONFrn8xd+N3ol9IsDQKBgBojs1DsZb5jXHjnGfUd
        Oz5XtBwhzSVYaiAqBDYjwTj7IvSsRfi0+xkgCRIP9xbI/vM4nnBi5Tl+z3g506qO
        CYY8zKcEGHkNaNytodTmHnOfPX5p5bDkILAEmzxXRO8/uly4ksTM6kDtgYnMv3sA
        78ewq1yzTem5gTZBOBItJMJF
        -----END PRIVATE KEY-----
        """
}

/// A certificate authority, and what it issued for these keys, from 2026 for a hundred years.
enum TestCertificates {
    static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIDCjCCAfKgAwIBAgIBATANBgkqhkiG9w0BAQsFADAVMRMwEQYDVQQDDApGdXp6
        aW5nIENBMCAXDTI2MTEyNzE4Mzk1MVoYDzIxMjYxMTAzMTgzOTUxWjAVMRMwEQYD
        VQQDDApGdXp6aW5nIENBMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA
        w+z4N+regnAeXuIbP9mR3cM4MvjVKTt1JdaOUgkmJHORkKipVJTTcFfuMcBNXLrx
        exK5geLUGEMh2fn1eVUHMM8kJiWt7gn6acfgnypCgCdscKYOOtNSy62qveVo3PZ/
        aEPfTpvPhZpBBeSrATSxW2wLzQiT4KezEaOZ2a7mGUcCZPfRFUCnfN33S5TVzIyF
        2fFH9jGeIlpWJXjh350WI1eMW7c3He02JgXxmOKTvhdUPPC42dPPYbEQuA5mb2ud
        nsBNsGP7pJm7/WNxW49RwB9Wz4V3y+Xko0AIokDar31x4kn2fUjYh/rJ6p0g364z
        V+YkMCeo0UUHaCcEozyTZQIDAQABo2MwYTAdBgNVHQ4EFgQUyARahb2hNjjjNbpJ
        n4z02buXuNkwHwYDVR0jBBgwFoAUyARahb2hNjjjNbpJn4z02buXuNkwDwYDVR0T
        AQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAgQwDQYJKoZIhvcNAQELBQADggEBACcL
        KgHFd7lwbj5qaVhGQOjy2Whr4m56VTM1zISm/Hcnl64jhQRv9+DLTPq9kmModlcy
        y9aqUiCZv1z5ZvrM4xaDEbg7zpP49/Zefiy7aAXEKf5sAlmfvxi2QdgqnyW5e+35
        Z9hRJER2Fq2qpBpLZ9YdINZVnLghdOIMBKln6xSf41bIKENeZE1Ym+PNOz5KZUqI
        vr4qOOU4wgQiJtI4yzW6jVMLeBPph3jAr1P8jFsO3+EGiDtz7sOZmBurdiDh0kYW
        JAh9CWr/GD6AQGAp5GnCVJ4tR7e6PreIESMvz5w3wd7W66N/pDr0cQwBDt3492ug
        uflcqiImyeeX6CqjV9Y=
        -----END CERTIFICATE-----
        """

    static let server = """
        -----BEGIN CERTIFICATE-----
        MIIDIDCCAgigAwIBAgIBAjANBgkqhkiG9w0BAQsFADAVMRMwEQYDVQQDDApGdXp6
        aW5nIENBMCAXDTI2MTEyNzE4Mzk1MVoYDzIxMjYwNzI2MTgzOTUxWjARMQ8wDQYD
        VQQDDAZzZXJ2ZXIwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQD6C3ma
        upcZ7V5vhJt+PW95gu118NUdbr7DtoXKHbnnwzLpdCbZn2em+4hBQYTpMsLuXtk6
        4WUBzWmrL6XLU80qKGk/FCN5v8PASUaVpsCIGh5GY5701DxH5t3GBmhwFk79lPo9
        h+12DXEjAftBfMHe7RRLiYgIxLV5kd0881gLQYVN5Cipnlu7z8jtDvYQO8vo5aDT
        53tjnFdmERF64/C8CX9k6FVpLuIqsxMJFolBeiz4SJmTHRVIMUgOPEji+sIJAiI3
        UaMa7FAxJang9EFw/3LMLDKTYsa9XBdYDGsArSvpGAXF7w2G+ECQV9lw+2g/hAAu
        1BdeHkZZmBaTQZt5AgMBAAGjfTB7MBMGA1UdJQQMMAoGCCsGAQUFBwMBMBYGA1Ud
        EQQPMA2CC3NlcnZlci50ZXN0MAwGA1UdEwEB/wQCMAAwHQYDVR0OBBYEFGqDsqzH
        tOr8mzGwFvKNvGhf0tHvMB8GA1UdIwQYMBaAFMgEWoW9oTY44zW6SZ+M9Nm7l7jZ
        MA0GCSqGSIb3DQEBCwUAA4IBAQAtSCpRQUnNANezBbOik5xSooDgODoM464wOiea
        rEjnoSwqVPgbLKKSZfDbjH/AfVoxnBM6HEbiM9VWIgyNjzYboU/k1f8JzQ8TupIy
        /7UfZBY+rm4NLH3zVpqeomSqMHhzH5F4eFpIfeZ1st4u6NHQ+PyKcZVtAwCuzRE+
        wvN9qnURRet2tlgryv1mVY/FEJ0f3dQ/G022e8e6cwiAjZt3WP1onY8tXx5nw+Jj
        Roq0uaW8P/zWk4DirJRnPFXE5H7qK1BIFPG/exxGDVgfiZ3YUE6OPej0SKuHzSaw
        h/xFB2NTWL1kZgaO9I+KK5U9OPI97e4Aht9Hyyp++K4oOobI
        -----END CERTIFICATE-----
        """

    static let client = """
        -----BEGIN CERTIFICATE-----
        MIIDCDCCAfCgAwIBAgIBAjANBgkqhkiG9w0BAQsFADAVMRMwEQYDVQQDDApGdXp6
        aW5nIENBMCAXDTI2MTEyNzE4Mzk1MloYDzIxMjYwNzI2MTgzOTUyWjARMQ8wDQYD
        VQQDDAZjbGllbnQwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQC1koO1
        JEft/b3dvDYO60GE8rAB7wOipbNGxm4/oVOobPYasiftpANXF66SWAaaMsgkwlLc
        wfPe9GE3wuBdxzTwGeUWDPbr6IQ+uYgv1H2nKW0YIfD+f8NaRpo6D9kGz+JgfLCD
        0fON6mXxokKxruBEbcldK5O7IIYMd8FKffA35IpT8V4iqAN3wrZFWsLSmbEgIeuQ
        jCXbm0PpkXl8c6ErkGY5PdgTZTT0cFbEOHpwfBKDkL1CiLsf2BBISfGlpRniTZpG
        CozZASE4KIE5+MDjmPkXjorphKPEE7YFOnqY0P67S5fZyiE0Ifww7bye6EHxrP3J
        CxFl6I0DFv3aC/z/AgMBAAGjZTBjMBMGA1UdJQQMMAoGCCsGAQUFBwMCMAwGA1Ud
        EwEB/wQCMAAwHQYDVR0OBBYEFOoW5dgPC/CL34AUAv7eze9E0lOBMB8GA1UdIwQY
        MBaAFMgEWoW9oTY44zW6SZ+M9Nm7l7jZMA0GCSqGSIb3DQEBCwUAA4IBAQCU3o+6
        l8FOIoNLAkCQ6Yhz+c5mssIlcWgJet28dXcYEHdUFkkaNZgJEyBehqwbAGv4JL3H
        bc2VV9+vaqlzhMExqd08xhakhmkp8KcTE55iUzN3ulkPn4dAjwEixScw2PBKDyuH
        jIfQGU0cJAj4ls2kVPoHKVVJLmjJFz51QGoyWjyXSKHEmTdt51rUSxM8RyYKca75
        WMrT13HEwdPIreMxMoYH2sztFldXkIZibKCWJ5+6uHX1gzUKkRSZlj4B7B+MnSQ3
        w9gaMsOJuIr30mNRY09TiOYc2YhmjyD4y2i/zr39eUx3kHLzLaONpCFpFmMYJuk2
        aUJr6JZw6IGNT6Yh
        -----END CERTIFICATE-----
        """
}
