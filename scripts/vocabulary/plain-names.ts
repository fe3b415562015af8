/**
 * Everyday names where CLDR names the drawing ("hot beverage", "lion face") rather than the thing. Columns:
 * German, French, Spanish, Portuguese, Japanese, Korean, Chinese; a dash keeps CLDR's.
 */
const ROWS = `
  cow: - | - | - | - | 牛 | 소 | 牛
  sheep: - | - | - | - | - | - | 羊
  ram: - | - | - | - | 雄羊 | - | -
  camel: Kamel | chameau | camello | camelo | - | - | -
  lion: - | lion | - | leão | ライオン | 사자 | -
  unicorn: - | - | - | unicórnio | ユニコーン | 유니콘 | -
  ox: - | - | - | - | 雄牛 | 황소 | -
  rabbit: Kaninchen | - | - | - | - | - | -
  mouse: - | - | - | - | ネズミ | - | -
  rat: - | - | - | - | ドブネズミ | - | -
  chick: Küken | poussin | pollito | pintinho | ひよこ | 병아리 | 小鸡
  snake: - | - | - | - | - | - | -
  bug: Käfer | insecte | - | - | 虫 | 벌레 | 虫子
  panda: - | - | - | panda | パンダ | 판다 | -
  bear: - | - | - | urso | クマ | - | -
  frog: - | - | - | - | カエル | 개구리 | -
  wolf: - | - | - | lobo | オオカミ | 늑대 | -
  fox: - | - | - | raposa | キツネ | 여우 | -
  hedgehog: - | - | - | ouriço | - | - | -
  squirrel: Eichhörnchen | - | - | - | - | 다람쥐 | -
  llama: - | - | - | - | - | - | 羊驼
  dinosaur: Dinosaurier | dinosaure | dinosaurio | dinossauro | 恐竜 | 공룡 | 恐龙
  lobster: - | - | - | - | ロブスター | - | -
  spouting whale: - | baleine qui souffle | - | - | - | - | -
  hot air balloon: Heißluftballon | montgolfière | globo aerostático | balão de ar quente | 熱気球 | 열기구 | 热气球
  star: Stern | - | - | estrela | 星 | - | -
  heart: Herz | cœur | corazón | coração | ハート | 하트 | 心
  rose: - | - | - | - | - | 장미 | -
  hibiscus: - | - | hibisco | - | - | - | -
  blossom: Blüte | fleur | - | - | 花 | 꽃 | 花
  maple leaf: - | - | - | - | - | - | -
  pine tree: Tanne | sapin | pino | pinheiro | 松の木 | - | -
  tree: Baum | arbre | árbol | árvore | 木 | - | 树
  mushroom: Pilz | - | - | - | - | - | -
  christmas tree: - | - | - | - | - | - | -
  seedling: Keimling | - | - | - | - | - | -
  clover: Klee | trèfle | trébol | trevo | クローバー | 클로버 | -
  melon: Melone | - | - | - | - | - | -
  orange: Orange | orange | naranja | laranja | オレンジ | 오렌지 | 橙子
  corn: Mais | maïs | maíz | - | - | - | -
  bread: - | - | pan | - | パン | - | -
  cheese: Käse | fromage | queso | - | - | 치즈 | 奶酪
  doughnut: - | beignet | rosquilla | rosquinha | - | - | -
  cake: Kuchen | gâteau | tarta | bolo | ケーキ | 케이크 | 蛋糕
  coffee: Kaffee | café | café | - | コーヒー | 커피 | 咖啡
  beer: Bier | bière | cerveza | - | ビール | 맥주 | 啤酒
  wine: Wein | vin | vino | - | ワイン | 와인 | -
  cocktail: Cocktail | - | cóctel | - | カクテル | - | -
  car: - | - | - | - | 車 | - | -
  fire engine: - | - | - | carro de bombeiros | - | - | -
  truck: Lastwagen | camion | camión | caminhão | - | 트럭 | 卡车
  train: Zug | train | tren | trem | 列車 | 기차 | 火车
  castle: - | - | castillo | - | 城 | 성 | 城堡
  umbrella: - | parapluie | - | - | - | - | -
  ball: Ball | ballon | pelota | bola | ボール | 공 | 球
  basketball: - | - | - | - | - | 농구공 | -
  drum: - | tambour | - | - | - | - | -
  clock: Uhr | horloge | reloj | relógio | 時計 | 시계 | 时钟
  camera: Kamera | - | cámara | - | - | - | -
  computer: Computer | ordinateur | ordenador | computador | コンピューター | 컴퓨터 | 电脑
  lamp: Lampe | lampe | lámpara | - | ランプ | 램프 | 灯
  robot: - | - | - | robô | - | 로봇 | -
  snowman: Schneemann | bonhomme de neige | - | boneco de neve | - | 눈사람 | -
  pumpkin: Kürbis | - | calabaza | abóbora | かぼちゃ | 호박 | 南瓜
  backpack: Rucksack | sac à dos | mochila | - | リュックサック | 배낭 | 背包
  sofa: Sofa | canapé | sofá | sofá | ソファ | 소파 | 沙发
  diamond: Diamant | diamant | diamante | diamante | ダイヤモンド | 다이아몬드 | 钻石
  top hat: - | - | - | - | - | 실크해트 | -
  shoe: Schuh | chaussure | zapato | sapato | 靴 | 신발 | 鞋子
  dress: - | - | - | - | ドレス | 드레스 | -
  book: Buch | livre | libro | livro | 本 | 책 | 书
  nothing: nichts | rien | nada | nada | なし | 없음 | 无`;

export const LOCALES = ['de', 'fr', 'es-ES', 'pt-BR', 'ja', 'ko', 'zh-CN'] as const;

/** A thing's everyday name in a language; absent where CLDR's own is one. */
export const PLAIN_NAMES: ReadonlyMap<string, Partial<Record<(typeof LOCALES)[number], string>>> = new Map(
  ROWS.trim()
    .split('\n')
    .map(row => {
      const [thing, cells] = row.split(': ');
      const named = cells.split(' | ').map((cell, i) => [LOCALES[i], cell.trim()] as const);
      return [thing.trim(), Object.fromEntries(named.filter(([, name]) => name !== '-'))];
    }),
);

/** Words that people use and CLDR does not list, in English and, in the order of the columns, elsewhere. */
export const MORE_WORDS: Readonly<Record<string, readonly string[]>> = {
  horse: ['pony', 'Pony', 'poney', 'poni', 'pônei', 'ポニー', '조랑말', '小马'],
  dog: ['puppy', 'Welpe', 'chiot', 'cachorrito', 'filhote', '子犬', '강아지', '小狗'],
  cat: ['kitty', 'Kätzchen', 'chaton', 'gatito', 'gatinho', '子猫', '새끼 고양이', '小猫'],
  rabbit: ['bunny', 'Häschen', 'lapereau', 'conejito', 'coelhinho', 'うさちゃん', '토깽이', '兔兔'],
  airplane: ['plane', 'Flieger', 'aéroplane', 'aeroplano', 'aeroplano', '航空機', '항공기', '客机'],
  bicycle: ['bike', 'Rad', 'bicyclette', 'bici', 'bike', 'チャリ', '싸이클', '单车'],
  television: ['tv', 'Fernsehgerät', 'télé', 'tele', 'tevê', 'テレビジョン', '티브이', '电视'],
  car: ['auto', 'Wagen', 'auto', 'auto', 'automóvel', '乗用車', '차', '轿车'],
  nothing: ['remove', 'entfernen', 'enlever', 'quitar', 'remover', '消す', '제거', '去掉'],
};
