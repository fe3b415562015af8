/**
 * Everyday names of what people make: vehicles, buildings, clothes, tools, toys; and of nothing at all;
 * `plain-names.ts` says what the columns are.
 */
export const OBJECTS = `
  hot air balloon: Heißluftballon | montgolfière | globo aerostático | balão de ar quente | 熱気球 | 열기구 | 热气球
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
  backpack: Rucksack | sac à dos | mochila | - | リュックサック | 배낭 | 背包
  sofa: Sofa | canapé | sofá | sofá | ソファ | 소파 | 沙发
  diamond: Diamant | diamant | diamante | diamante | ダイヤモンド | 다이아몬드 | 钻石
  top hat: - | - | - | - | - | 실크해트 | -
  shoe: Schuh | chaussure | zapato | sapato | 靴 | 신발 | 鞋子
  dress: - | - | - | - | ドレス | 드레스 | -
  book: Buch | livre | libro | livro | 本 | 책 | 书
  rickshaw: Rikscha | tuk-tuk | tuk-tuk | riquixá | トゥクトゥク | 릭샤 | 三轮车
  pickup truck: - | - | - | - | ピックアップトラック | - | 皮卡
  van: Van | camionnette | furgoneta | - | バン | 승합차 | 面包车
  jeep: Jeep | jeep | todoterreno | jipe | ジープ | - | 吉普车
  scooter: - | - | - | - | - | - | 踏板摩托车
  tram: - | - | - | bonde | 路面電車 | - | 有轨电车
  monorail: - | - | - | - | - | - | 单轨列车
  bullet train: - | - | - | trem-bala | 新幹線 | 고속 열차 | 高铁
  cable car: Seilbahn | téléphérique | - | - | - | - | 缆车
  wheelchair: Rollstuhl | fauteuil roulant | silla de ruedas | cadeira de rodas | 車椅子 | 휠체어 | 轮椅
  sled: - | - | - | - | そり | - | -
  ferry: - | - | ferry | - | - | - | -
  flying saucer: - | - | - | - | UFO | - | -
  stadium: - | - | - | - | スタジアム | - | 体育场
  hut: - | cabane | - | - | 小屋 | - | -
  ferris wheel: - | - | noria | roda-gigante | - | - | -
  tower: Turm | tour | torre | torre | タワー | 탑 | 塔
  cap: Kappe | casquette | gorra | - | - | - | 棒球帽
  helmet: Helm | casque | casco | capacete | ヘルメット | 헬멧 | 头盔
  graduation cap: - | - | - | - | - | 학사모 | 学士帽
  sun hat: Sonnenhut | chapeau de soleil | pamela | chapéu de praia | 日よけ帽子 | 챙모자 | 遮阳帽
  bow: Schleife | nœud | - | laço | - | - | -
  glasses: - | lunettes | - | - | - | - | -
  goggles: - | lunettes de protection | - | - | - | - | -
  scarf: - | écharpe | - | - | - | 목도리 | -
  coat: - | - | - | - | - | - | 大衣
  socks: - | - | - | - | 靴下 | - | -
  jeans: - | - | - | calça jeans | - | 청바지 | -
  shorts: - | - | - | - | 短パン | - | -
  swimsuit: Badeanzug | maillot de bain | bañador | - | 水着 | 수영복 | 泳衣
  necktie: Krawatte | - | - | - | - | - | -
  high heel: - | chaussure à talon | - | salto alto | - | - | -
  sandal: Sandale | sandale | sandalia | sandália | - | - | 凉鞋
  boot: Stiefel | botte | bota | bota | - | - | 靴子
  hiking boot: - | - | - | - | 登山靴 | - | -
  ice skate: - | - | - | - | スケート靴 | 스케이트화 | 冰鞋
  roller skate: - | - | patín de ruedas | - | - | - | 轮滑鞋
  purse: Portemonnaie | - | - | porta-moedas | 財布 | - | -
  suitcase: Koffer | valise | maleta | - | - | - | -
  watch: - | - | reloj de pulsera | - | - | 손목시계 | -
  screwdriver: - | - | - | - | ドライバー | - | -
  saw: Säge | - | sierra | - | - | 톱 | 锯子
  shovel: - | - | - | - | - | - | 铲子
  magnet: - | - | - | - | 磁石 | - | -
  gear: - | engrenage | - | - | - | - | -
  bucket: - | - | - | - | - | - | 水桶
  soap: - | - | - | - | - | - | 肥皂
  toilet: - | - | - | - | トイレ | - | -
  flashlight: - | lampe torche | - | - | - | - | -
  knife: Messer | couteau | cuchillo | faca | ナイフ | 칼 | 刀
  spoon: - | - | - | - | - | - | 勺子
  chopsticks: - | - | - | - | 箸 | - | -
  paperclip: - | - | - | clipe | - | - | -
  crayon: - | crayon de cire | - | - | - | - | -
  palette: Palette | palette | paleta | paleta | パレット | - | -
  mailbox: Briefkasten | boîte aux lettres | buzón | caixa de correio | 郵便受け | 우편함 | 信箱
  box: Karton | carton | caja | caixa | 箱 | 상자 | 箱子
  lock: Vorhängeschloss | cadenas | candado | - | 南京錠 | - | 锁
  sword: Schwert | épée | espada | espada | 剣 | 검 | 剑
  shield: Schild | - | - | - | - | - | -
  wheel: Reifen | - | - | - | 車輪 | 바퀴 | -
  stop sign: - | panneau stop | - | placa de pare | - | 정지 표지판 | -
  traffic light: Ampel | feu tricolore | - | semáforo | 信号機 | 신호등 | 红绿灯
  phone: Handy | - | móvil | celular | スマホ | 휴대폰 | -
  telephone: - | - | - | telefone | 電話 | - | -
  headphones: - | casque audio | auriculares | fone de ouvido | - | - | -
  printer: - | - | - | - | プリンター | - | -
  game controller: - | manette de jeu | - | controle de videogame | ゲームコントローラー | 게임 컨트롤러 | -
  alarm clock: - | - | despertador | - | - | - | -
  hourglass: Sanduhr | sablier | reloj de arena | ampulheta | 砂時計 | 모래시계 | 沙漏
  pill: Tablette | - | pastilla | - | - | - | -
  baseball: - | balle de baseball | pelota de béisbol | - | 野球ボール | - | -
  football: - | ballon de football américain | - | - | アメフトのボール | - | 橄榄球
  volleyball: - | ballon de volley | balón de voleibol | - | - | - | -
  tennis racket: Tennisschläger | raquette de tennis | raqueta de tenis | raquete de tênis | テニスラケット | 테니스 라켓 | 网球拍
  bowling pins: Bowlingpins | quilles de bowling | - | pinos de boliche | ボウリングのピン | 볼링핀 | 保龄球瓶
  boxing glove: - | - | - | - | ボクシンググローブ | - | -
  fishing rod: Angelrute | canne à pêche | - | vara de pescar | 釣り竿 | - | -
  skis: - | skis | - | esquis | スキー板 | - | 滑雪板
  skateboard: - | skateboard | - | - | - | - | -
  medal: Medaille | médaille | medalla | medalha | - | 메달 | -
  kite: - | - | - | - | 凧 | - | -
  dice: Würfel | - | - | dado | - | - | -
  magic wand: - | - | - | - | - | 마법 지팡이 | 魔杖
  dartboard: Dartscheibe | cible de fléchettes | - | alvo de dardos | ダーツの的 | 다트판 | 飞镖盘
  puzzle piece: - | - | - | peça de quebra-cabeça | パズルのピース | 퍼즐 조각 | -
  nesting dolls: - | - | matrioska | - | - | 마트료시카 | -
  saxophone: - | - | - | - | - | - | 萨克斯
  flute: - | - | - | - | フルート | - | -
  piano: Klavier | - | piano | piano | ピアノ | - | 钢琴
  maracas: - | - | - | - | - | - | 沙锤
  coin: - | pièce de monnaie | - | - | - | - | -
  money bag: - | sac d’argent | - | - | お金の袋 | - | -
  skull: - | tête de mort | - | - | - | - | 骷髅
  bone: - | - | - | - | - | 뼈 | -
  nothing: nichts | rien | nada | nada | なし | 없음 | 无`;
