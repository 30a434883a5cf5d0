// SPDX-License-Identifier: Apache-2.0

private import Foundation

/// Keys of the certificate authority and of the client in TLS workloads, for each size of the server's
/// key. Made once, with openssl, and public: for measuring only.
enum TLSKeys {
    /// The two keys of `bitCount` bits, or of the next of 2048, 3072 and 4096.
    static func fixed(bitCount: Int) -> (authority: [UInt8], client: [UInt8]) {
        let texts =
            switch bitCount {
            case ...2048: (authority2048, client2048)
            case ...3072: (authority3072, client3072)
            default: (authority4096, client4096)
            }
        return (der(texts.0), der(texts.1))
    }

    /// RSAPrivateKey of RFC 8017 A.1.2, in DER.
    private static func der(_ base64: String) -> [UInt8] {
        Data(base64Encoded: base64, options: .ignoreUnknownCharacters).map(Array.init) ?? []
    }

    private static let authority2048 = """
        MIIEowIBAAKCAQEA3OAD+pN5Wl85H+jSY1Hzld2Dhmv/KLPXq+Pj79CHrCo5J/prenIVh/wvA+I/BN1eHr5kpfR4cyr7
        sg5V8PztXsoh38Xht6YK/x6h2UZWKQNgCfv2bAyQMkCv0LgigFs8jnsgZrWTf+jD42Or5BPUaOMBO1nCjCZlTfKANcR4
        QbC1XLnFJkzVsR4xx2K6VvxZTUSr2ubrHyh9sXt0MeMsfPEbD/tumklMSpzE4wHduOyKh9dAPH1NGNqEYd3lc6D9Quik
        VpdToYtRMADbKr1EM9BaCk5ZKkAcY6qPbGnIZvUR4wueLkBawR7iqvvlp2Epoe+xGv9u6te21mv0uFKygwIDAQABAoIB
        ABJ3K/377E5Q3a68QTKKfGnQDhnj134oouQ89iZrcZxEH2knN2sSNJiczbVuacRXWXIKitGRAaznMAmvxyGRk6q0DWbu
        3TMET7EKd495oORm4tWS2gQofLmmzMwPSNsgRYzH4GqVzZII/K96+rjjq4NlTwoONASRhTCiEHPuS/t5ybhcJH3ywH7f
        gF8miDGFRIgUR2MgswF5RB+l/lU6kXqO2sqsLkdwNaqcOmHvLZYu64nDOBxPQyjHj8yW3CBKw5/AJEKbDRN7cak20Lp+
        krQ+3znYNZdCkPnxLTeUL7m3OxlcaMShkJ8le5IPaOiBbIp7Z7sSLYq8eqRErAwiUikCgYEA9UozQtNZG5UN1jOjT8zk
        3Rx6SFrvzTIDyKnl3ihu2duvr9fUTb+MQKRDGhV++aMScucq2XJs+sDjHKGm3V7VvncJOu1GpZ8I/jytu7ig+TkgUufr
        ZdVqnMK+YDl5cB1FPcJKRTUXrpYq0SuGbV/BrsntWjTmc4ZhdK9MWUFYAAUCgYEA5oTpbi6K84z+3x79QzIK3gOeEpoU
        dAfDZnGwUCCuRiYTbRxCjrhTraZa7dgLcMEGQmUQrUVZv+i63u+zzCyU3NbRKRWeQZXmBqqZob59bClicbmEkkOV5XZ9
        fPV6Zk8/vysCwUJQGHy3G2DDIFl0ubEXNw7AaWJntap/DKOVVucCgYAO1C+JKLHIYxh1DKYg2ugzHdeerDC3HQDxjqPg
        7FzXOtrCLLAfCyd1ePi9iPMmMF+bJrKGds5z0lloj7VAyMzvOM8MCvAsbxLiG9T89kp1BqkXmgG3JFHPrE5KDu9ygbJ/
        61EGIhGOcnGgN5tm3VUeNgLtYylTbppRrY9WDgc96QKBgFb6X3mLZjJvSNu3PahVAXSzuLkcGguNwlStIPGa4ybkxv+s
        YhCnzCsBUd3cXrS0oD/9EkXOnQakMZ5co2Kuj5ykEVeHKKdmf9yUElPNJFXjZ5mxfiwSBEUIaGD13rErxcnD2M5CzyXu
        KMjTwcw69Kf8Ad5sWn1o++i35ChIsNiRAoGBAJAgtJuo3otgoUGLS8VuIr1SLeESTxR4HtgRHIZBai8UOcsS7W1ApgPT
        DpYjhS7yxRPgO1wKnr4XrIEPmITbDYaCe8/CW8IJ8/EDzhC8WfIjV6GgJwCQvbAf63ZmN8yQM6/8rEiBQOz/CfAgPX9Q
        54TeW+LfUrkQcv4tqE7L4LTz
        """

    private static let client2048 = """
        MIIEowIBAAKCAQEAnl0zSZ8CRtFX+8iWJVxniXe6fYWv2tlwCzy8t9mKeyhD0c4TmHvbTWH/RqUN8zrBvgCIfXPOyKyY
        1vLQwwwqJySeh20N4TB67SdnowTkVluRO8Sk5SIdrP9t0R9mLwT54g0vr35wPIRv7qqaR6tFuwbeDPJ1hBpg/TYDMkBg
        XT8uHOkgTLWVZVwrUCYPSl6cpmz0U+1HfGACtdhxxzGOOyuzW56LFp4xaR0bY2EqYeivVohyS1hQUhSSeJEh5R6oOOHT
        D+rXfWHY4spAAOqTxzChXUs0MOevvNWexjVMxwQ5u34nj8WWbdswN3xRbcoYcZuaHveMLPqV4AtHgut1xwIDAQABAoIB
        ABpYmQq7eG59r2yE/22xxMva7lypnAsFt502+pJ/j4lTtoy2Aw6QNHjYP9bp6Ls5YDgS8KImXRWHmVnRRafdYznl3rXb
        D78SCLFhp904GCDB1RSjb2drWJKKYCO1XJOf+U6BMRi6KUP4KIMFQOuBc/VcfB6dS62xkccucDOxABcjA1a6PtgcO5Em
        EcAVgEZxiSmTFntz+vq4rzytBp6OpSyu93DFPBSrAJkbkAEdPbLMu0t5tklKqHmFb1TQsHpLG1PZPXfRnOfqpxyVjH9F
        GP21WkuM8XaoGoflSJMPCLcFadpTgm8GzarlS7nBjcg9dWbVc9o9SNzi8cOTWzdb5IkCgYEA31zAw6HjrdYrpWcuOeei
        o4ayDWKF46RAiitLeI9uKOk9iv7f1mt/dRVLtlnme/rm9/iz73L+5XCdZn5IBfgRx7Z9+XzAMt1XCuLSHfgbfnpxCIc0
        76uC/qoz7ceRizTVcoU05FPP4eefAxIrvM9wjEtWTKkE1Vq3GNHYArScaZMCgYEAtYETx8ALOerc9f+2z0I+IXurx6G5
        40ambv/9h1PEt4nbFtQ9vB0iypm8qM6oGHWl4nh0viGnikreTGW6gnBn6r9gjigMyINoQOeC5YH/X/5XZMisp8GJArBB
        ddFPNfV/yU7QZPZKK0rI/lNsKBmQ5c/YVx4/d5YW6JqnSYgyE30CgYEAt98lGGbmhK4wE+NSnHxg2HkDjh0y1ujZ8GQf
        psl8B9Wpwgh6v4qSzBGR2DU9lYZAKJXlmhJyXvJLwJnoNHG4QU2renwFxFmNU/rQubcK+x1Ue47CNyJbncUDJpUI7S27
        IKEjn2qXUQJZVi/ZLX8eyX8jNcxVnEUnQRlN1zxTHl0CgYB8NMiEeTc1ezOaZFOFoZ9C6o6zHklG7qIWc7fbU8fakcwL
        41Ib2RRl8K7aFhGSK3BJeoTpV75/NJzLSxJHEQUL78rzfRTCYqqFP+ijhkJsPnEv1uPQKPDJljQ1m/bIxiecawLRFHnN
        BnBlGlF5X4V4vrMdauWjwGIM60hvWXRrQQKBgCC8m1riDsQTnSKZVSP3Vh/E6EtmEn0yOlHNMCjmAw0UM0sAd0pQ4BA3
        m091ptZIMdX1ZWHS2XT1747P/4Cc+hDaq4Ggu2zxUdMmjsQpmHmB5RaoeruhMJCEtYaPKw7NgZrgzb1ecMwD7nhUUdAJ
        W096RKtHLHh5d4GAo+2TxwN/
        """

    private static let authority3072 = """
        MIIG4wIBAAKCAYEA1rgoGMn7l3E7lxVWVvOTwOANX8+8IScmGuqkIYs/DBxGBTUcvMEJcdQw6iWKdPMMozFJv/QY4c7+
        qRPjex7Mlr+yRlVxp3u1gIRwWy35bQgvGCnw4WEECNXUDnLHaB/zP93PGDQzvQqvRlNW3/Bj4ELzWImlXKUVS+O2ocLL
        fUqQnI8ySRYFNobX0aDOPOqGBo93AIuepQXdv27aQQ35fDcl5h8Oeds2kaAcfY/rAnsqkPturyVhQZfjUmdjqkk/N5Z/
        g+MJjHUBXXRkMmHxyfL9cr69Sv+87F1bb0TZrogMlmszRg5M2qUWzVIP9WAd3hfLUs3/+7+K08M7DFN+QBdordNxHNbE
        G5ywihyTf0OpxTME9/mrIKV/X5HXjq+scBEHVC9b9ODDh6T9uv9Kom97flMLmng/Z3/0o3XAbgmoL4JZt4+w4s+bt6VF
        a33pQTH10q4gNAMZbyBDWYEg6yhTHTRuJw8Fjmrnsc8ArCOzzIHYuukOQXIjWMlIv6t9AgMBAAECggGAGcq6tEmU4Vre
        adZMDftJwQYYzSy+oCvb8alESGw5yUpfJdJ8rnawm/39Vy7lvAkS+EpcHcTkNUGgSO6E6X3oXOZPc4/hbFkZkwO1nFpA
        Jxbv00L8dpIpAievRoIGjm0iEsah0Po6SceuCLBLk/BECwT3xqeYF7ITxg8nGbS0rUrm5otz4qAUxbk6VOmwRFR2f3S9
        unDLAG8dNRjLejuDv6Y/NO5/lmcc3a7CJVoDhIOHeC1fnQXMMi0cxwH40JRmHVU1Qu0yXGO1MeCrHjFg5ijnwOpmxJDT
        WOaCZZqc0zdBRrcCJ1HTRbDx4gQkIC0YrcAoNTQkZACnT3yoL32uJ0RiDXxdKJaIHszzh5E4SwsF0skGaSSEKYplzb1a
        fpV14r63AkchDECj2KeARa1IciNhlrNvr53yC/fwgGQAaVB7KV7NiZJXpSkzK23VZBM1bHBRRbQJaFxM9ngpoab9xfFB
        dwUNJpwUJuhr3HkoSbr9dTHwqDkvO4uBpRkI2jXxAoHBAP4NfmDiMn26OUZvooj7C4Xwcwt/twj8nZ+YUmakKT+J/h9I
        2lY+IG4Lh3ORNRBuFQKlUeMKyfPJYcsKsXOE/w2FVR+YYVddNPb6novmuzLZcEKPkc1bA7ri27+uhEObfX8WJ9oq28bJ
        Kt5KQ+57M6xVOegM5Gz7ZM3CY9wvcGPCimXK4moWTpRxLiBqvn4ilzMmaDOa13vNjkE7X3x9066qJWdnoHA/Pg6yBcTb
        B7bfQweDNTtwwuj9XBA6DfkQ7QKBwQDYXXuAoK/7mRCB8ks293gY4SNUwxZjdItUapbnT7XYcRXr4JbslASakzde9KVC
        et9TsU2Qf4LN8AUtTl1RK8YVSz9B9ZyprDvTdFh2MsrqmEKSu3mqNijUn/AhPp+w9peAHED+fRJXhAEam5iVMNQDymn5
        KhWdk9LOjWGMtyclHirPAqU/k3lDv4tZjkD7LJchEbeFlh8wCTWYkc7i4wMxKLJMcfJ/DteKHBcS3J16ES0EhkHN/i18
        QIvZ3bmDAtECgcBb+ya2jS8atkHmbqS6U6poZBZDI4pxhoTLM6sh3m3Qw3VufkIO14+GSEZSYVCFElYpDxIG0fEsgs0V
        Zlm5KX3ut0eKmPElYGm8wiCFJpTAZFlwv+paH4nKMDi/vb/FepaFXNAw/TN1VYBf2yOdRJ4A1xqQGZrammp01Nyy67oV
        ZGoXUM2I+2qX9CJvOjaeFIgJzO4NQRKjkFjg5U49FJF/u7qvJaXA/iTJzUqpa2PvogXywl6Tls/660BZ36sPckECgcAO
        JzdP97LrU1zoEzBmXRPHFNsZzVUmllYS5JIQeX9ctDEJ5/wXZ6tRbTXfCUPSMHVxZRS80gp9bCj6iLjD+YgQloaByw4/
        bxvOvjqXKMVrSSB5trfDsZ1EI14y3oTVr5vDbpW1z/qmLOVhlzII+FO2F8SM3vrg/u14Q3lRGh3+aJXGStcCbKQvEVWN
        Oyf3BjiwmhcWLvbFTqTp4QfWgaEQ0yeupnmFZDQnPaUov7Oxa3Q1ao7dabYR/aroSn+7GTECgcEA3b50gCNWZJ0nOdKo
        kcOEwrCZl0dBzhi6ZcGkpB82/kbnDok20FGBEgbtZYmajes3JYW0qrYQglV9HgY5zL04+8ZBIfr68s7bSgPct0KpDdIK
        X0eGqCD+SbrSm8SaRlEqR3wNRn6UUysWfG5T17o6VD/qFZWBuFlh3gFZUL6bIrz8IW7v+dHMPc/aQWueWzOmgciubwAP
        UJWcsXLUU1c2vVnrqQ4lylkf1wIC5ifEwbNEeUMTkqfX8LFKdS94y/kD
        """

    private static let client3072 = """
        MIIG4wIBAAKCAYEAvmE1DWKvaO+2yGlJcF/Jxj5wpGTggSlOosJXIrPSO9rXQIx3Q82PESVXHP0A6Ni+g/8xsrLitG/8
        2GETjC9iMhI6JPe/+70zBpPdwuBMWVwo9Q0rU1LV2u2x/vm7mFnIPnAH+nj1zns6Nd57qVZONSVVth9jHlwmNyaB6fz+
        4n6RVhC6Y7NvqJUP+JZcKkLj6iE5lR3EeS8/6oCd8GXw3HoEavg2iZS4ZhkkDZZSZR9ReO6TJdNPhm3Bay2jR15wxss/
        YD+qJNsY8C4ZpjJAIZjQwcKj9rDUKhpLVJsiGsZfyAbQicbJQcZphYuQW9GdCSWuihodfrZWZZXAGApcl7dijjvR2n1e
        C8n01XG7P2QSIn+1OJoE4LN2L56eCvebGaIBSVshrOInEeGroO+YRuYLwkZQV9XXw2kJSTaKH0ffZbRe8XpMhzEGiKC6
        lKdOg4+pZ1JQk0nzIyd4Z1UY+BPHk2bpmh6YFceSAL4bE0OJRZVdtmJ0Bfdk/iV7UHEpAgMBAAECggGAEmjxCenUn5eq
        u8eer+y7ZN3N47/Ti/n0Hj4f0f3Eo0Ae16GduONMZfKP8YAv0dR/2+DWK/srfBpmP4BntQMyAjiMAd4pZQ0fPZAX/kvV
        ZkDIvyW2Xljg0EpzD36T2wA3on4P73M6Be0ZrHLmz3HGn1IMb0+qtJlhoqypHHj4JuvpXwLAG3sTHaDIihf0MqwEQTRU
        TqyxvqxIiINGgqRA/fkYq0V0dKp6iHj+6Qdz0U6NgN3FQf+krZG4hgZER1cE8yLbIRKvXOOoXfrpEVvi69zozVcTwnzV
        rKIhXuw2x1qfUyZ8Xf9y24mLQlENs4KJ3du9AI+dHzIg/5I77BBO31ORt/3zkzhLOG8p+slKsujklYPvjcoOJNpuwkUP
        I9eWbmX60LTh83FMRjwVkpOd0vEvXNB1K8owuGOG6iZC7UluKh851kh1FXsdnNdt3Qnzflbgn3Inq21H3qoGMKoCNdPk
        Sz2HveubvOACeI5GJRlP/zpI+E48OGqo2Ah06TKHAoHBAOTWwXejXd5sCPMNsH75k0itJJa8b/y7OF4c6bDh/MV89QuQ
        c/Z701d0XHZ9ErxsG/N9MdwjwJLEq1nboVCBCvUwNvb8RpPTY83GAaN+/Q0aFihLYa9ImAcAqrrUMS9WZdiAWfxGDobp
        NAzC8qEbgvoU0RzG6QZiPbecnKlrt6Z/9lPv39DtcZcCXvUf/Z1Whm4NSSQPv0CLkn7bPx7JW+aLxn333pIOtlaFf3fK
        Y6HvXdm75Mh/XbVmQ5k+GOjeywKBwQDU+d+vs8UNNtfa5rm6tBbVFweClYnu6F9y4y93q2x8OyaE4x9/5AVoO+xN9Vgs
        pXQkcDP1F6QA4OBbwmGUcsLa68qFObRPVXmEGsGSj5M6kO/74UXAtvWcDahYYWxluq+W8//HFfoxDPnn66bQuInGcdht
        ZaHrqcAIrZx8CTqBfd6LZla2TQRirB22KN8zocqY0RYQsfNlz9YM8aUhCDLyOK9Mvavx5DqtHGkohT/w1e7ZIBgZmxU8
        9dLHWm4c3VsCgcBxQF9LCEzCcREUyKeaj4V2qEm9V9DMcRN6cDCvW4gvbKIRcRIS4EE9vNatxURqf85teH4ehosdl7t9
        oxZ4swRrR8tL/JopOqrgAah587TksQ5aLsRPbUvf21KjV7RnywhoV00xbrJtzif2UNynIuh1P6wl48MbZ69HmXhm2Gpx
        Ok78R3CrA3f91iyMf6KSJWouOOEDuc9a8Dg2E+dvIxQaSv6XBP7fpexTcYoeDMm2MLJvuW+GUpJb3hqCUpsdVHUCgcEA
        oXcHhVfPbyNDJyyBZvEd1lPtV60zs7LsmldvJ1UJnG3j2B+xQ+6Fwu6bSsdVIBQYJ4ABhDF2H0xeDHMkM72FyR+2nKaQ
        8wykYek/FHRRdLdpmhbCIUcUkkkwdkD2Q3HzqYg3RKJ+2i0yUggwolEl8xNguB+zUM2TT4EAAHGmr4HT9O+TkgZ16rD+
        nZoDDkv9IzpxdhrToz6c05doT9C9fzJGhPHPqEYVziSZ/SR4w4gN2wMgAlm3Ek50jLscfDm9AoHAWqCr9/7p+h66eqdN
        KIrLCmrectknP3XKOBgwdpTdtsXncRVCFiusrq+yQFiHHz1MVn7lQnyNvfGxfBP8EhlPG9enia9F45Y+4NGg65AxOLu6
        cWG8iq1YaHMwQ1307veMiCol6SfEbyNhKQCb0r6jdB8aY34nDqj3qMd3HkCz2aixNBb8u8ZBlvpcWNrH7guFs+WU9l0s
        YUNWEjMgkYeK5QgWMowMUdFWCu8gkiJWz2H4POQi9mlLx82kCf0BulfU
        """

    private static let authority4096 = """
        MIIJKQIBAAKCAgEAscNBc5CbOi0HGEHDCnW/TWjxPl7PdlL+CuoLa4yb5J1XotA+fAcN4dXF+txe1BO1E8IPx7sUVlUS
        w2oFhXX8Ug3aD30Xu8BLReKvFjpa0MXYlsdUOSzTJCJ+QPUxWmlvIy+/6Hj8a85cPZqFu2tg2XuCn/fbERE+bt5Z5Hsh
        uxkfTr2WQ8hmcUdrrWFB6UVgMPb87a3qgMLxN7xWudYYVayNmzJ8Qr5HMuf7+6dTzxEGZ8a2fpTrRNbvQYXxD3D9mliJ
        xrMvhh55psQ0E/iG4bKYsMWnpbFdm7sDVpQ+9Y8xhlAqeBZ7jdqSU4FXQUBKexJyU1v6YRJKt4WX1icbdzO2HgOZNbqk
        DxLWKHAP4DZm9JLhnB95HI3Lfip3VG371IE3mD+1UoxMpUNlHqURyTSikT7yGwWe/7l1/6XP82Vl6BYKEQunygLA7MNu
        bCSQIxDJWmYACEhG0Q3E7pSZ4V8eLcGT038Jrai2/7gEa203hR3E8iHDOAj697aIRyL1iTbucY5EJAfq7d+eXC+9+eE2
        iJQ9hkDp+pLyuadRNcBEbllHwIBARlNF9RUQa2qnqn6t7hFpqAdLmfpR7EUPsUdHGgDDra3mjhstBA1ewPER99n9DyUB
        npkVtSHwdEM6VmEtstryaT88VaT7CRo0E7/ZW8BImL9t/Ovr/3LnCwECAwEAAQKCAgABwcgLFB4QpmLIUNgUaaMFKRkf
        UHEU/o9/vJ31x2tACHUWCSBg+fHfbk05ZEW0q2gyBIxC4Vy7WLZpg4n/7nFav0PNPOOH6cfkri+kVNnSb+4q2VgCA6kn
        lYaxbir5dYrRananXdDC4QSE4Frbhh1sMN4S5jB+W/EFyAFT8oqcDozCarnKPDgU/Qt5qHkuDM89VKed0sb7VFHthtlF
        l3HgoOa6ZraXM0nBXU0eiOIZbRXm3y4tFJw5rzUorOH70NZU2PStp9Y7qV/y78QDAYUVxH3hW2bDirv93syS5b60jyCC
        bxboXnKErakeFaxu2uuRiVZjcAiKvpNJ+pJMXdEV6Y9xllfaxkF/p1HIgRss1g39AniZRHTk+2EQXUg2UCDbforF8PPX
        U7BzLE3KbhBTkR8HyRHBnBfr+fJfg0lrntbxAKlBrFb9XMJwPeFRrdayWnxbvHw8De1CML7pgW+/on4szvsandB/XQGj
        nxsSo1w54nmECWxz78TUQaT2Z68x9KJTAbcgEKSF9EfeFVe/fdX3LM59S/xhiLIjjvCF3G0vYjzxKo0ukbGMrEHdfuwR
        ajizvWxHUxb+4TYmwo7XVPAgcRAv8r7KG31DqtAvBnb4kNuXSwv9zeyHr2VOtJYBVUsVSzWAA1EcQfa3/Ar9ETUqHzEt
        D1GdilN/lqcSdQKCAQEA2XlCguZKU0WUxgKDhBP//K1h/E34dLNoSJplwyEciIKbn8qMCGtcRecygr3zhzDYLnQuzUhP
        n1Ob4urfl5ZiSA2sTcmb4O3UCsfWFwshm/a62gevoqjFtKYwChEcJyBuhZIGeJUz5hY5klOXNHtcoz21BtNnA0zSSKBj
        ccvpIyT+zO67u58ElipyI8WgTP+rxGkIgDNCpaTqbssTp1RyQ3hrWegqc/6uIATZyH3bBnwTXa+D1LD1WotPTVpC89ab
        IAk8K/qweze1mjKtxLKpE9DmMNzMcuCBki1hY4Tb8gNel5Zjb/mQF6q8Sg+ryPsJKRFJqtCCyRfeTWyFZNltLQKCAQEA
        0UEMMsQQm+xlOmAdHFOi4GCGc460JTmGtmcLbCXdpyjx+rZ3IYoS6n+WOLav3gyPn+GNYlUMkg1QU7AxSHJRFgI87WX4
        PbsqVbeuHLQWzAhJnIoNO7HyL4O7ZK/eip6rXmolDMJQljz96rdXOab/Zu31W6a+np1hnOCL+r6FdnAm4zgSSY1l4lph
        h40ap23YgM8TrppHXu3pFV1lWfccoNeMRBxWt6RAab87ld6kPG0QDH7GqvqZ1AwWB8Ft89BMrmvblRrLOuN3qjrLPJQM
        isE0gdbKMycy/qxouDLXfq4O42luU6MZDdTBifWPzSITThG/JUI8sf5wDm1UpcCBpQKCAQBXmqFQWbRXFxB3M0wHSIc2
        IiH2oPIVELBRjuCvWgdEdlh6Zf1C5vykrB2MzTfsnaB4FhVEXHy2kdeZ8UNgrROqMtfV/gDs+uEP9rAnWDSRvzJF4hK+
        U35Q5yEy7PGKUWY0KD6zFGdzqEBI0aN3YLpQh+sEdORqT+flmbZ1gM7JeX2q0ACP897FHxQblOCeI9/tnuHtwrh2QZiu
        SOAB5+Kfi0KzVPLFBzLdcxbHzOsOEa07cBiK9T3g2312i4Ws9CZJIW87yCCPgkGFfCTDt7SkZuJTjJ5PKGEJoX45uKth
        MjpIliw4Ty/cWMrAis+IhpeKE4y5YoVMvHCwf6a8mVmBAoIBAQDL/S13D8thNUI5dhjq1F2jfnWTkTnsT/gTOMDZ3NAH
        dNLwJZBdEcz+7QH0p6MqQ/R/V9IMWfy3JGN6MfjZNxf07JmYlB87jonmpfkF4kmW/T1FbQ8Zco814qV7sjavy54jnDYi
        Cgulai/d8H0HptSz8qWNgy+wUJwn4n6TIcfZfdtrBe5N5Zm8337UNaoWLe8xIq19OMj6sdLXEQUMfulZoscKXtXqkCR6
        8gGUSEay4V8Tz0K8yy/Klz2isd4OILGgF2UoJcaY0caGHGqj02+mlFIrgMf8tenwewJbDrUkuWmqJ811mzmBUjaZ1tko
        kF9ha8t69udUXUW/yrUKIHBBAoIBAQDHUt5qfZDkChRVJVhKXwVQdwRU9tZz+8fB8lxNsuGdbAyPNAz5Zb2ITy6y2kVR
        XaqFyfUO28I+TuHGAzc7WSZn7Hx6txzvhLbjjmOwcpcFwD7Qxm5uoATEgyzeYHVZIwv+RwtSb6lSBuMFHGg0kgYncbgU
        CdRc9K4he8eFEr46oQ4gZTmdS4jv/bcqa+hhwUYwUnJVM6uM8SVcoUTxARCN1/vr4bi6qniwas961ky4PuGKKL+/fkh2
        dqkUVhqm14jGUi4gVlswdlFV/LHa7Oj3K+uUu6hxw19ECHk9V0HtEKinTAaEvxW3oPiBlNdJ3IsXs4PHLtFnHFPAtNhD
        Hy1s
        """

    private static let client4096 = """
        MIIJKQIBAAKCAgEAkttmPo/r+rdIMzsagqSv4EqtyWbkxQjnMvg4Ahe+y9jcbx/DQNbNwC0InA3wXfH4QmoJrtOoMBms
        CR8A9zDpev02PSr0KX14n9eEl/smlif3+9Jo1rdqd1FU6KmBbeMbJp4chxajU0ccRy4SecbTuBReRb2hDuHlfPbISzLX
        6mFH8aLtrPxBx6IcrlMVZbp6rnQzzCCmFdbUZa2ZM7z5dfYZ46IhR8BKOZvg2q3HZ0bzD3NIVrsJunhku+cz0vlA2LSy
        4tBNuHG241jLyRVvd5viXC96DGTOXM4foo9bX7rxIlz8e86ltD/KTz1tmIjYhdSpkr4YedCZOU5uk3kH8VL++tUNDgqe
        at07myWT9HdkOTC8ZEmAxP61irB/KfDEC8QfE97ym7AzZod75TuTpzw91zg8WUy/I3sSnuyZCzHJsEqQia0hvbMhrjT8
        M5uOAhDeygJOkz89h1nhC6DhnLIGoHNdHZ93y+C2f3qbXxwZH2RTKt1aqPf2KtcSU842pMZ9fqP0CaqxZZynXGQNCq2T
        M03PjU11BR//bLT73LBER/169vvDfRqKIZm1OH1/8jc06Ip/Nnle0CUhPZHWAwTv/RJfD1P5iVSbcoyKv8RwI+ylHx/U
        26NBDsooYkMJjeqLAgYSkaSsVVNysuHFWm4blUHNyikXG8FbrUUbk/sCAwEAAQKCAgBJXMbn6/fDqHmt9hGZP/IIRuYo
        HXmdIIR2xt8b1IbgyHXeIWzl4CiqnxSU+LWiCLWvX890gZGcbcauS8mssseARCwrRGDytRZkK0K2taUiD9dm+kabNMc/
        0eZrz/mzTmeK1COGLH3spTJwMIjUQsoTREGP71oc2CZPVeza/Aw2ruBEytKWvvGRa9+OCj0/M3gD3FLf31N4x3gVTzKg
        UQABuK5YM+8SK/Ioc0FRnMxnQF890aZKhWcnuur/n1EZTKDjYOmYOt0Ije4CBqLO0iF8C+h5itIajOU2IVZWW+0WlonN
        U8xhgOrwb4l+Kj6sm3gm6wTHJKWPfPB+WzsL+sNHPdStHMiYky5nj2EbRt/DijqBE9gj3BxVj58RS5sq7nrXPrtBDSBB
        g8p+mEqsl37qY7D+oyr65Ul2KtJlXlpsO3EPtr1dxlWcqHOBQy9QlDkMUP/HYgJghV1O6LyDwEOM7H8OqQPqCNDHkPIT
        GSy94+bjOA78kNnEIakQL+yJEj0xQaSu70Rf9fkWNHbVNEmHU/CXmt+UXyCbE1d5lyIzhNtE2WJyiUW2tIf5ymCfpTMo
        19DmyO/jmlwT7QMjFh0KrCXN0XuKqBJ/K4SKIGyy+V4pXArLiI0Oz0Tugxgvn0isTro7I5m41xOn75NRe62fNmB/76Ku
        H7KM6lGhaoIIkQKCAQEAzYGbikh8cQFOOTrtZViBgRUudjQOpBXTWtTidVQDQiCvpABl4qyAvCC6dL65Nbtqhs6GfCGI
        Y/9tjspvhYyEHBEUJIb0N2xEBYsKOLPGCRtFpbUTP6VELYOEmFArnzxY0Y0yyPEfA+K02o0qm6AvJh+BZokYIkbYsRAx
        XMy7TK5oxW2WQaSinSlvVnb6SxnSiIMhrBF/0zXSkEfHVE97QDUoU76zphgMYt5q2B8kNW+eIIRyx0+2Yjyee0QXlHjj
        aNS/UnMU7DrtjLn7PE4Wlymc52t8NUX96t5mDDU7jBEXqFYn5Y9g/lwCb61J8zVMRXFFI4yYcxyZh9wEtEmV8wKCAQEA
        tvC9izPAEpaPrH9FHpC9dTOz7CslH+xPm0FyU5vDHsk5QRMlzqkoHPXqyWADJj6QHx59w/tdqBpZjMlsTVkfRHidVrRz
        JIhPdeWyeC9YXJFGQkxD0wuAQWMmh5Tj8Pri5mjPlnZS2TVslhipAYtWfWq/YXY+fVEoNfe/zztmNJZGMbMMMIWA2q5Y
        nV4PG+hsd/sDxavS241J2Rkrm941a/ifJ1Ae/f8Tthv/jV9r2kHXOHKejL/RtSCgvNlS7QsreGoztRLM7DZQasb0BI/d
        Ou9Z0JNmGhZzt7cGSxe7kcFwnCAls/jgboqyFuB68qbFhjYVKKBPvgb7009qKmfj2QKCAQAezJPhD6gGz6lHjntRuwf9
        roz+DiM7mEHK1SjzaJnsaTWpoJ2kcTIB/+2x3Xuof+QhPAaPx/7G7dsfkVtRapPKGQ0pxEgJnmI7anEnulmtt7aidRbj
        bQNgxtsycKF5BfRRw5We4/RAAtQUBSAjnsgyMHqWQWmqiW+kacbcH5rajTEKlbf1MpVkdHdJQB+W7dHNv8lmHmFH6EMc
        eIV5L0hLgSwAEQ6fj+8bSjY9Gb21fHr4aKFDGcE9y9P8qWHXUJ7UcT4TP0gdd19uvdjXWuSr1wK69DLzUQATGS22GqxH
        +6/N/MuR7gEdXfDHh/MTTiOWLLmt8D5Q0jJ4WBMkafrdAoIBAQCLEV9FnsV4W/REUUud/LHJktBHzFSge+fYQlxCqrod
        gSKBEak//N99hIRDKTW7sPumbGt2vHNqAv3oRIaMFh/q0TXqX6rYLrcZDNArBPLLC7S5WXiFysxo6JK1pr3QxygNt8d2
        veQlMrOlNoHjpqTNGoT59gVzBmrm+7tYMfN0LniV92Jg0Fwv4TGED6i0sm8iljM75W6ZcEKfQr8f8j/yIEH8hK/Krkmx
        un7+XXeDp2GQi7Fzla45XuBSL3MWt9MH6tP75prZRkDDqxJ9FVA8KQ/Buwt28XJuSjgChbwVBVQxm06ODbeu0MipE2Tj
        aVvmtt5Gz/dOoch1zn0KV4ehAoIBAQC7Mr2nRL9N2p/0xAnWnwydHi3RyS0bRW8PCQe6XI2FuhZuDJZyyLNtO83ClgDx
        ewlUUJ3SkpnHSxSEXgDAXCEPDDO7FDi/8erboMRgaGLaY/GC9dAlX0VyOQBYo/7asuLOsXWKEZOVDo1B0Eo9col9To4V
        EpLDlPRzDK6aF3m/b+fOaFx+AA6kuUYbzuaYbGt6MPpFxxb0iapKq2fKEx1fpmGzQr+HXb7aODhOEAaEhcPNkBdRk06n
        Omf4PPN0Znrm9qmvQNl0lSNHO8kcoTAvRhjm5u5WI96LfkFuXRnsOM7yfALlc77NoK0DNJJt9DGqYgW2Kqu5+mpKsyLT
        EUmT
        """
}
